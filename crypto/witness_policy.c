#include "crypto/witness_policy.h"

#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/decimal.h"

#define NONE "none"

/* A line of the policy being read, and where it goes. */
struct reader {
    struct witness_policy *policy;
    uint64_t used; /* bit i: voter i is a member of some group */
    bool has_quorum;
};

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* The next item of a line; ERR_NOTFOUND at its end. */
static enum err
take_item(struct span *item, struct span *line)
{
    size_t len = 0;

    while (line->len > 0 && is_blank(line->ptr[0]))
        *line = span_from(*line, 1);
    while (len < line->len && !is_blank(line->ptr[len]))
        len++;
    *item = span_head(*line, len);
    *line = span_from(*line, len);
    return len ? OK : ERR_NOTFOUND;
}

/* The optional last item of a line. */
static enum err
take_last(struct span *item, struct span *line)
{
    struct span more;

    *item = (struct span){0};
    if (take_item(item, line))
        return OK;
    return take_item(&more, line) ? OK : ERR_INPUT;
}

static enum err
take_key(struct note_key *key, struct span *line, enum note_key_type type)
{
    struct span vkey;

    if (take_item(&vkey, line) || note_key_parse(key, vkey) ||
        key->type != type)
        return ERR_INPUT;
    return OK;
}

static enum err
find_voter(size_t *voter, const struct witness_policy *policy, struct span name)
{
    for (*voter = 0; *voter < policy->voter_count; ++*voter) {
        if (span_eq(policy->voters[*voter].name, name))
            return OK;
    }
    return ERR_NOTFOUND;
}

/* A name for a new voter: not taken, and not "none". */
static enum err
take_new_name(struct span *name, struct span *line,
              const struct witness_policy *policy)
{
    size_t voter;

    if (take_item(name, line) || span_eq(*name, span_text(NONE)) ||
        !find_voter(&voter, policy, *name) ||
        policy->voter_count == WITNESS_POLICY_VOTERS_MAX)
        return ERR_INPUT;
    return OK;
}

static enum err
read_log(struct reader *r, struct span line)
{
    struct witness_policy *policy = r->policy;
    struct witness_policy_log log;

    if (policy->log_count == WITNESS_POLICY_LOGS_MAX ||
        take_key(&log.key, &line, NOTE_KEY_ED25519) ||
        take_last(&log.url, &line))
        return ERR_INPUT;
    for (size_t i = 0; i < policy->log_count; i++) {
        if (ed25519_public_eq(&policy->logs[i].key.key, &log.key.key))
            return ERR_INPUT;
    }
    policy->logs[policy->log_count++] = log;
    return OK;
}

static enum err
read_witness(struct reader *r, struct span line)
{
    struct witness_policy *policy = r->policy;
    struct witness_policy_voter voter = {0};

    if (take_new_name(&voter.name, &line, policy) ||
        take_key(&voter.key, &line, NOTE_KEY_COSIGNATURE) ||
        take_last(&voter.url, &line))
        return ERR_INPUT;
    for (size_t i = 0; i < policy->voter_count; i++) {
        if (!policy->voters[i].is_group &&
            ed25519_public_eq(&policy->voters[i].key.key, &voter.key.key))
            return ERR_INPUT;
    }
    policy->voters[policy->voter_count++] = voter;
    return OK;
}

/* The members of a group, each defined before and in no other group. */
static enum err
take_members(struct witness_policy_voter *group, unsigned *count,
             struct reader *r, struct span line)
{
    struct span name;

    *count = 0;
    while (!take_item(&name, &line)) {
        size_t voter;

        if (find_voter(&voter, r->policy, name) || (r->used >> voter & 1))
            return ERR_INPUT;
        r->used |= UINT64_C(1) << voter;
        group->members |= UINT64_C(1) << voter;
        ++*count;
    }
    return *count ? OK : ERR_INPUT;
}

static enum err
parse_threshold(unsigned *threshold, struct span text, unsigned count)
{
    uint64_t k;

    if (span_eq(text, span_text("all")))
        k = count;
    else if (span_eq(text, span_text("any")))
        k = 1;
    else if (decimal_parse(&k, text, count) || k == 0)
        return ERR_INPUT;
    *threshold = (unsigned)k;
    return OK;
}

static enum err
read_group(struct reader *r, struct span line)
{
    struct witness_policy_voter group = {.is_group = true};
    struct span threshold;
    unsigned count;

    if (take_new_name(&group.name, &line, r->policy) ||
        take_item(&threshold, &line) || take_members(&group, &count, r, line) ||
        parse_threshold(&group.threshold, threshold, count))
        return ERR_INPUT;
    r->policy->voters[r->policy->voter_count++] = group;
    return OK;
}

static enum err
read_quorum(struct reader *r, struct span line)
{
    struct span name;
    struct span more;

    if (r->has_quorum || take_item(&name, &line) || !take_item(&more, &line))
        return ERR_INPUT;
    r->has_quorum = true;
    r->policy->quorum_none = span_eq(name, span_text(NONE));
    if (r->policy->quorum_none)
        return OK;
    return find_voter(&r->policy->quorum, r->policy, name) ? ERR_INPUT : OK;
}

static enum err
read_line(struct reader *r, struct span line)
{
    static const struct {
        const char *keyword;
        enum err (*read)(struct reader *r, struct span line);
    } kinds[] = {
        {"log", read_log},
        {"witness", read_witness},
        {"group", read_group},
        {"quorum", read_quorum},
    };
    struct span keyword;

    if (take_item(&keyword, &line) || keyword.ptr[0] == '#')
        return OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (span_eq(keyword, span_text(kinds[i].keyword)))
            return kinds[i].read(r, line);
    }
    return ERR_INPUT;
}

/* TAB, LF, printable ASCII, and anything above ASCII. */
static enum err
check_bytes(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t byte = (uint8_t)text.ptr[i];

        if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F)
            return ERR_INPUT;
    }
    return OK;
}

enum err
witness_policy_parse(struct witness_policy *out, struct span text)
{
    struct reader reader = {.policy = out};
    enum err e = text.len > WITNESS_POLICY_MAX ? ERR_INPUT : check_bytes(text);

    *out = (struct witness_policy){0};
    while (!e && text.len > 0) {
        struct span line;

        e = span_take_line(&line, &text);
        if (!e)
            e = read_line(&reader, line);
    }
    if (!e && !reader.has_quorum)
        e = ERR_INPUT;
    if (e)
        *out = (struct witness_policy){0};
    return e;
}

static void
write_key(struct text_writer *w, const struct note_key *key, struct span url)
{
    text_writer_text(w, " ");
    note_key_write(w, key);
    if (url.len) {
        text_writer_text(w, " ");
        text_writer_span(w, url);
    }
    text_writer_text(w, "\n");
}

static void
write_group(struct text_writer *w, const struct witness_policy *policy,
            const struct witness_policy_voter *group)
{
    text_writer_text(w, " ");
    text_writer_decimal(w, group->threshold);
    for (size_t i = 0; i < policy->voter_count; i++) {
        if (!(group->members >> i & 1))
            continue;
        text_writer_text(w, " ");
        text_writer_span(w, policy->voters[i].name);
    }
    text_writer_text(w, "\n");
}

void
witness_policy_write(struct text_writer *w, const struct witness_policy *policy)
{
    for (size_t i = 0; i < policy->log_count; i++) {
        text_writer_text(w, "log");
        write_key(w, &policy->logs[i].key, policy->logs[i].url);
    }
    for (size_t i = 0; i < policy->voter_count; i++) {
        const struct witness_policy_voter *voter = &policy->voters[i];

        text_writer_text(w, voter->is_group ? "group " : "witness ");
        text_writer_span(w, voter->name);
        if (voter->is_group)
            write_group(w, policy, voter);
        else
            write_key(w, &voter->key, voter->url);
    }
    text_writer_text(w, "quorum ");
    if (policy->quorum_none)
        text_writer_text(w, NONE);
    else
        text_writer_span(w, policy->voters[policy->quorum].name);
    text_writer_text(w, "\n");
}

enum err
witness_policy_cosigners(struct witness_policy_cosigners *out,
                         const struct witness_policy *policy,
                         const struct note *note)
{
    struct checkpoint checkpoint;
    enum err e = checkpoint_parse_body(&checkpoint, note->text);

    *out = (struct witness_policy_cosigners){0};
    for (size_t i = 0; !e && i < policy->voter_count; i++) {
        if (policy->voters[i].is_group)
            continue;
        e = cosignature_find(&out->time_s[i], note, &policy->voters[i].key);
        if (!e)
            out->witnesses |= UINT64_C(1) << i;
        else if (e == ERR_NOTFOUND)
            e = OK;
    }
    if (e)
        *out = (struct witness_policy_cosigners){0};
    return e;
}

static unsigned
count_bits(uint64_t bits)
{
    unsigned count = 0;

    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

bool
witness_policy_reached(const struct witness_policy *policy, uint64_t witnesses)
{
    uint64_t reached = 0;

    if (policy->quorum_none)
        return true;
    /* In order: the members of a group stand before it. */
    for (size_t i = 0; i < policy->voter_count; i++) {
        const struct witness_policy_voter *voter = &policy->voters[i];
        bool now = voter->is_group ? count_bits(voter->members & reached) >=
                                         voter->threshold
                                   : (witnesses >> i & 1);

        if (now)
            reached |= UINT64_C(1) << i;
    }
    return policy->voter_count > 0 && (reached >> policy->quorum & 1);
}

/* Signed by a log of the policy that the origin names. */
static enum err
check_log(const struct witness_policy *policy, const struct note *note,
          struct span origin)
{
    struct note_key keys[WITNESS_POLICY_LOGS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < policy->log_count; i++) {
        if (span_eq(policy->logs[i].key.name, origin))
            keys[count++] = policy->logs[i].key;
    }
    return policy->log_count == 0 ? OK : note_verify(NULL, note, keys, count);
}

enum err
witness_policy_check(const struct witness_policy *policy,
                     const struct note *note)
{
    struct witness_policy_cosigners cosigners;
    struct checkpoint checkpoint;
    enum err e = checkpoint_parse_body(&checkpoint, note->text);

    if (!e)
        e = check_log(policy, note, checkpoint.origin);
    if (!e)
        e = witness_policy_cosigners(&cosigners, policy, note);
    if (!e && !witness_policy_reached(policy, cosigners.witnesses))
        e = ERR_PROOF;
    return e;
}
