#include "ballots/audit_view.h"

#include "ballots/record_code.h"

void
audit_view_code(struct json_writer *w, const char *key,
                const struct hash32 *hash)
{
    char code[RECORD_CODE_BYTES];

    record_code_format(code, hash);
    json_put_text(w, key, code);
}

void
audit_view_entry(struct json_writer *w, const char *key, uint32_t entry)
{
    if (entry == CONFERENCE_NO_ENTRY)
        json_put_null(w, key);
    else
        json_put_number(w, key, entry);
}

void
audit_view_log(struct json_writer *w, const struct audit *audit)
{
    const struct conference *c = audit_conference(audit);
    const struct hash32 *genesis = audit_leaf(audit, 0);
    struct hash32 root;

    json_put_text(w, "log", conference_origin(c));
    if (genesis) {
        json_put_hash(w, "genesis", genesis);
        audit_view_code(w, "genesis_code", genesis);
    }
    audit_root(audit, &root);
    json_put_number(w, "size", audit_size(audit));
    json_put_hash(w, "root", &root);
    audit_view_code(w, "record_code", &root);
    json_put_number(w, "time", conference_time_s(c));
    json_put_text(w, "history", audit_history_code(audit_history(audit)));
    json_put_number(w, "pinned", audit_size_pinned(audit));
}

void
audit_view_beside(struct json_writer *w, const struct audit *audit)
{
    struct audit_witnesses witnesses;
    struct audit_texts texts;

    audit_witnesses(audit, &witnesses);
    json_put_object(w, "witnesses");
    json_put_number(w, "named", witnesses.named);
    json_put_number(w, "cosigned", witnesses.cosigned);
    json_put_bool(w, "demanded", witnesses.demanded);
    json_put_object_end(w);
    audit_texts(audit, &texts);
    json_put_object(w, "texts");
    json_put_number(w, "checked", texts.texts);
    json_put_number(w, "names", texts.names);
    json_put_number(w, "members_left_out", texts.left_out);
    json_put_object_end(w);
}
