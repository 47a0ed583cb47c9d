#include "voting/log/name_record.h"

#include <string.h>

#include <sodium.h>

#include "ballots/name_opening.h"
#include "crypto/utf8.h"

static const char *const keys[NAME_FIELDS_] = {"zh ", "en ", "group ",
                                               "title_zh ", "title_en "};

void
name_record_commit(struct hash32 *commitment, const struct log_name *name)
{
    struct name_opening opening = {
        .record = span_of(name->record, name->len),
    };

    memcpy(opening.salt, name->salt, sizeof opening.salt);
    name_opening_commit(commitment, &opening);
}

enum err
name_record_make(struct log_name *out, struct hash32 *commitment,
                 struct post post, const char *const fields[NAME_FIELDS_])
{
    struct text_writer w;
    struct span record;

    *out = (struct log_name){.post = post};
    *commitment = (struct hash32){0};
    if (!fields[NAME_ZH] || !*fields[NAME_ZH])
        return ERR_INPUT;
    text_writer_start(&w, out->record, sizeof out->record);
    for (int i = 0; i < NAME_FIELDS_; i++) {
        if (!fields[i] || !*fields[i])
            continue;
        if (utf8_check_plain(span_text(fields[i])))
            text_writer_fail(&w, ERR_INPUT);
        text_writer_text(&w, keys[i]);
        text_writer_text(&w, fields[i]);
        text_writer_text(&w, "\n");
    }
    if (text_writer_finish(&w, &record))
        return ERR_INPUT;
    out->len = record.len;
    randombytes_buf(out->salt, sizeof out->salt);
    name_record_commit(commitment, out);
    return OK;
}

struct span
name_record_field(const struct log_name *name, enum name_field field)
{
    struct span rest = span_of(name->record, name->len);
    struct span line;

    while (span_take_line(&line, &rest) == OK)
        if (span_take_prefix(&line, keys[field]) == OK)
            return line;
    return (struct span){0};
}

bool
name_record_opens(const struct log_name *name, const struct hash32 *commitment)
{
    struct hash32 ours;

    if (!commitment)
        return false;
    name_record_commit(&ours, name);
    return hash_eq(&ours, commitment);
}
