/*
 * verify_report.h - a page to print and sign.
 */
#ifndef VOTING_VERIFY_VERIFY_REPORT_H
#define VOTING_VERIFY_VERIFY_REPORT_H

#include "voting/verify/verify_run.h"

/*
 * Writes the findings as one self-contained HTML page, with lines for place,
 * date and signatures. ERR_IO: the file cannot be written; ERR_NOMEM.
 */
MUST_USE enum err verify_report_write(const char *path,
                                      const struct verify_run *run);

#endif
