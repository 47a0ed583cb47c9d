#include "voting/ctl/self_audit.h"

#include "voting/ctl/ctl_remote.h"
#include "voting/log/log_parts.h"
#include "voting/machine/process_memory.h"
#include "voting/machine/proof_pool.h"

static enum err
take(void *context, const struct bundle_part *part)
{
    return audit_take(context, part);
}

/* The first check that failed, by number. */
static enum ctl_status
explain(struct ctl *ctl, const struct audit *audit)
{
    char number[CTL_NUMBER_BYTES];

    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++) {
        const struct audit_check *check = audit_finding(audit, n);

        if (check->verdict == AUDIT_FAILED)
            return ctl_fail(ctl, CTL_REFUSED, MESSAGE_AUDIT_FAILED,
                            check->entry == CONFERENCE_NO_ENTRY
                                ? "-"
                                : ctl_number(number, check->entry),
                            refusal_words(check->why, ctl->lang),
                            refusal_code(check->why));
    }
    return ctl_fail(ctl, CTL_REFUSED, MESSAGE_SPLIT, NULL, NULL, NULL);
}

static enum ctl_status
judge(struct ctl *ctl, const struct audit *audit)
{
    char number[CTL_NUMBER_BYTES];
    enum audit_history history = audit_history(audit);
    struct audit_pin pin;
    enum err e;

    if (history != AUDIT_HISTORY_NEW && history != AUDIT_HISTORY_CONTINUES)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_SPLIT, NULL, NULL, NULL);
    if (!audit_passed(audit) || audit_make_pin(audit, &pin))
        return explain(ctl, audit);
    e = keyring_set_mark(ctl->keys, KEYRING_VERIFIED, &pin);
    if (e)
        return ctl_fail_err(ctl, e, ctl->open_keys);
    ctl_say(ctl, MESSAGE_AUDITED, ctl_number(number, pin.size - 1), NULL, NULL);
    return CTL_DONE;
}

static enum err
feed(struct ctl *ctl, struct audit *audit)
{
    const struct log_parts_visitor visitor = {take, audit};
    struct audit_pin pin;
    enum err e = keyring_mark(&pin, ctl->keys, KEYRING_VERIFIED);

    if (e && e != ERR_NOTFOUND)
        return e;
    if (!e)
        audit_pin(audit, &pin);
    e = log_parts_each(ctl->log, false, &visitor);
    return e ? e : audit_finish(audit);
}

enum ctl_status
self_audit(struct ctl *ctl)
{
    struct audit *audit;
    struct proof_pool *pool = NULL;
    enum ctl_status status;
    enum err e;

    ctl_remote_await_witnesses(ctl);
    e = audit_new(&audit, process_memory());
    if (!e)
        e = proof_pool_open(&pool, proof_pool_threads_here());
    if (!e) {
        audit_prove_by(audit, (struct proof_prover){proof_pool_prove, pool});
        audit_divide_by(audit, (struct audit_divider){proof_pool_each, pool});
        e = feed(ctl, audit);
    }
    status = e ? ctl_fail_err(ctl, e, "audit") : judge(ctl, audit);
    audit_free(audit);
    proof_pool_close(pool);
    return status;
}
