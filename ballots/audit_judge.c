#include "ballots/audit_state.h"

#include <string.h>

#include "ballots/state.h"
#include "crypto/tlog_proof.h"

enum {
    CHECK_LOG = 1,
    CHECK_WITNESSES = 2,
    CHECK_TEXTS = 17,
    CHECK_RECEIPT = 18,
};

static bool
log_key(const struct audit *a, struct note_key *key)
{
    const uint8_t *bytes = conference_log_key(a->conference);
    struct ed25519_public public_key;

    if (!bytes)
        return false;
    memcpy(public_key.bytes, bytes, sizeof public_key.bytes);
    return !note_key_make(key, span_text(conference_origin(a->conference)),
                          NOTE_KEY_ED25519, &public_key);
}

/* Does the tree of these entries have the checkpoint's size and root? */
static bool
agrees(const struct audit *a, const struct checkpoint *checkpoint)
{
    struct hash32 root;

    return checkpoint->size == a->tree.size &&
           !merkle_root_at(&root, &a->tree, a->tree.size) &&
           hash_eq(&root, &checkpoint->root);
}

/*
 * V1. Where genesis was refused there is no key to check the signature with,
 * so that only disagreement can be found.
 */
static struct audit_check
check_log(struct audit *a)
{
    struct span bytes = span_of(a->checkpoint, a->checkpoint_len);
    struct checkpoint checkpoint;
    struct note_key key;
    bool signed_by = log_key(a, &key);
    enum err e;

    if (signed_by) {
        e = checkpoint_open(&checkpoint, &a->note, bytes, key.name, &key);
    } else {
        e = note_parse(&a->note, bytes);
        if (!e)
            e = checkpoint_parse_body(&checkpoint, a->note.text);
    }
    if (e || !agrees(a, &checkpoint))
        return audit_is_failed(REFUSED_ROOT, CONFERENCE_NO_ENTRY);
    return signed_by ? audit_is_passed() : audit_not_reached();
}

/* V2 on the checkpoint; cosignatures on shares are those entries' business. */
static struct audit_check
check_witnesses(const struct audit *a)
{
    const struct conference *c = a->conference;

    if (a->ended || a->checks[CHECK_LOG - 1].verdict != AUDIT_PASSED)
        return audit_not_reached();
    if (!c->policy.present)
        return audit_is_passed();
    if (!c->witness_policy) /* its text is missing, and V17 says so */
        return audit_not_reached();
    if (witness_policy_check(c->witness_policy, &a->note))
        return audit_is_failed(REFUSED_COSIGNATURES, CONFERENCE_NO_ENTRY);
    return audit_is_passed();
}

/* What the entries say about a check that looks at entries only. */
static struct audit_check
check_entries(const struct audit *a, unsigned number)
{
    unsigned ended = refusal_check(a->ended_by.why);

    if (!a->ended || number < ended)
        return audit_is_passed();
    return number == ended ? a->ended_by : audit_not_reached();
}

static void
judge(struct audit *a)
{
    a->checks[CHECK_LOG - 1] = check_log(a);
    for (unsigned n = CHECK_WITNESSES; n < CHECK_TEXTS; n++)
        a->checks[n - 1] = check_entries(a, n);
    if (a->checks[CHECK_WITNESSES - 1].verdict == AUDIT_PASSED)
        a->checks[CHECK_WITNESSES - 1] = check_witnesses(a);
    if (!a->ended || a->texts.verdict == AUDIT_FAILED)
        a->checks[CHECK_TEXTS - 1] = a->texts;
}

enum err
audit_finish(struct audit *a)
{
    enum err e = OK;

    if (a->finished || !a->checkpoint)
        return ERR_STATE;
    e = audit_serve(a);
    if (e)
        return e;
    a->finished = true;
    audit_close_texts(a);
    if (a->history == AUDIT_HISTORY_CONTINUES && a->tree.size < a->pin.size)
        a->history = AUDIT_HISTORY_SHRUNK;
    /*
     * Where the history is not what was pinned, the entries' proofs have not
     * been looked at, so that nothing else can be said.
     */
    if (a->history > AUDIT_HISTORY_CONTINUES)
        a->checks[CHECK_LOG - 1] =
            audit_is_failed(REFUSED_ROOT, CONFERENCE_NO_ENTRY);
    else
        judge(a);
    return OK;
}

static enum audit_receipt
examine_receipt(const struct audit *a, uint32_t *index, struct span receipt)
{
    struct tlog_proof proof;
    struct checkpoint checkpoint;
    struct note note;
    struct note_key key;
    struct hash32 root;

    *index = CONFERENCE_NO_ENTRY;
    if (tlog_proof_parse(&proof, receipt) || proof.index >= CONFERENCE_NO_ENTRY)
        return AUDIT_RECEIPT_FORM;
    *index = (uint32_t)proof.index;
    if (!log_key(a, &key) ||
        checkpoint_open(&checkpoint, &note, proof.checkpoint, key.name, &key))
        return AUDIT_RECEIPT_UNSIGNED;
    if (proof.index >= checkpoint.size)
        return AUDIT_RECEIPT_FORM;
    if (checkpoint.size > a->tree.size ||
        merkle_root_at(&root, &a->tree, checkpoint.size))
        return AUDIT_RECEIPT_NEWER;
    if (!hash_eq(&root, &checkpoint.root))
        return AUDIT_RECEIPT_MISSING;
    /* The root fixes the leaf: if this does not hold, the path is wrong. */
    if (merkle_verify_inclusion(&proof.inclusion,
                                merkle_leaf(&a->tree, proof.index), proof.index,
                                checkpoint.size, &root))
        return AUDIT_RECEIPT_FORM;
    return AUDIT_RECEIPT_HOLDS;
}

enum audit_receipt
audit_check_receipt(struct audit *a, uint32_t *index, struct span receipt)
{
    enum audit_receipt r = examine_receipt(a, index, receipt);
    struct audit_check *check = &a->checks[CHECK_RECEIPT - 1];

    if (r == AUDIT_RECEIPT_HOLDS)
        *check = audit_is_passed();
    else if (r == AUDIT_RECEIPT_NEWER)
        *check = audit_not_reached();
    else
        *check = audit_is_failed(REFUSED_RECEIPT, *index);
    return r;
}

const struct audit_check *
audit_finding(const struct audit *a, unsigned number)
{
    return &a->checks[number - 1];
}

bool
audit_passed(const struct audit *a)
{
    for (unsigned n = 1; n < CHECK_RECEIPT; n++) {
        if (a->checks[n - 1].verdict != AUDIT_PASSED)
            return false;
    }
    return a->checks[CHECK_RECEIPT - 1].verdict != AUDIT_FAILED;
}

enum audit_history
audit_history(const struct audit *a)
{
    return a->history;
}

bool
audit_has_ended(const struct audit *a)
{
    return a->ended;
}

const struct event *
audit_refused(const struct audit *a)
{
    return a->refused;
}

uint64_t
audit_size(const struct audit *a)
{
    return a->tree.size;
}

uint64_t
audit_size_claimed(const struct audit *a)
{
    return a->claimed;
}

uint64_t
audit_size_pinned(const struct audit *a)
{
    return a->pin.size < a->tree.size ? a->pin.size : a->tree.size;
}

void
audit_root(const struct audit *a, struct hash32 *root)
{
    if (merkle_root_at(root, &a->tree, a->tree.size))
        *root = (struct hash32){{0}};
}

const struct hash32 *
audit_leaf(const struct audit *a, uint64_t index)
{
    return merkle_leaf(&a->tree, index);
}

void
audit_witnesses(const struct audit *a, struct audit_witnesses *out)
{
    const struct witness_policy *policy = a->conference->witness_policy;
    struct witness_policy_cosigners cosigners = {0};

    *out = (struct audit_witnesses){.demanded = false};
    if (!policy)
        return;
    out->demanded = !policy->quorum_none;
    if (witness_policy_cosigners(&cosigners, policy, &a->note))
        cosigners.witnesses = 0;
    for (size_t i = 0; i < policy->voter_count; i++) {
        if (policy->voters[i].is_group)
            continue;
        out->named++;
        out->cosigned += (unsigned)(cosigners.witnesses >> i & 1);
    }
}

void
audit_texts(const struct audit *a, struct audit_texts *out)
{
    *out = (struct audit_texts){a->ledger.texts, a->ledger.names,
                                a->ledger.left_out};
}

const struct conference *
audit_conference(const struct audit *a)
{
    return a->conference;
}

enum err
audit_make_pin(const struct audit *a, struct audit_pin *pin)
{
    *pin = (struct audit_pin){.size = 0};
    if (!a->finished || !audit_passed(a))
        return ERR_STATE;
    memcpy(pin->origin, a->conference->origin, sizeof pin->origin);
    pin->genesis = *merkle_leaf(&a->tree, 0);
    pin->size = a->tree.size;
    audit_root(a, &pin->root);
    return OK;
}
