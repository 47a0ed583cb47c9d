/*
 * ballotctl receipt - is my ballot in the box?
 */
#include <string.h>

#include "crypto/tlog_proof.h"
#include "voting/ctl/ctl.h"
#include "voting/ctl/receipt.h"
#include "voting/machine/input_file.h"

/*
 * The receipt's entry is looked up in this copy of the log, and the receipt
 * must prove that very entry under a checkpoint that this log goes on from.
 */
static enum ctl_status
check(struct ctl *ctl, struct span receipt)
{
    const struct conference *c = ctl_conference(ctl);
    char index[CTL_NUMBER_BYTES];
    char size[CTL_NUMBER_BYTES];
    struct tlog_proof proof;
    struct span note;
    uint64_t time_s;
    size_t len;
    enum err e = tlog_proof_parse(&proof, receipt);

    if (!e)
        e = log_entry(ctl->log, proof.index, ctl->scratch, EVENT_ENTRY_MAX,
                      &len);
    if (e == ERR_NOTFOUND)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_RECEIPT_NOT_HERE, NULL, NULL,
                        NULL);
    if (!e)
        e = event_split_entry(&time_s, &note, span_of(ctl->scratch, len));
    if (e)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_RECEIPT_BAD, NULL, NULL,
                        NULL);
    if (receipt_verify(c, proof.index, receipt, note) ||
        receipt_is_of_log(c, receipt))
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_RECEIPT_BAD, NULL, NULL,
                        NULL);
    ctl_say(ctl, MESSAGE_RECEIPT_GOOD, ctl_number(index, proof.index),
            ctl_number(size, log_size(ctl->log)), NULL);
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct input_file file;
    enum ctl_status status;

    if (input_file_read(&file, path, LOG_RECEIPT_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    status = check(ctl, input_file_span(&file));
    input_file_free(&file);
    return status;
}

const struct command command_receipt = {
    {"receipt", "FILE", 1, 1, NULL, "查我的票在不在票箱里",
     "is my ballot in the box?", NULL, NULL},
    CTL_LOG,
    run,
};
