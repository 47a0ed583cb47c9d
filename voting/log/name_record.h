/*
 * name_record.h - who holds a post, as members may read it.
 *
 *     zh <name> LF
 *     [ en <name> LF ] [ group <delegation> LF ]
 *     [ title_zh <title> LF ] [ title_en <title> LF ]
 *
 * The log holds hash("name", salt, record) only; record and salt are kept with
 * the log for its members.
 */
#ifndef VOTING_LOG_NAME_RECORD_H
#define VOTING_LOG_NAME_RECORD_H

#include "crypto/err.h"
#include "crypto/hash.h"
#include "voting/log/log.h"

enum name_field {
    NAME_ZH,
    NAME_EN,
    NAME_GROUP,
    NAME_TITLE_ZH,
    NAME_TITLE_EN,
    NAME_FIELDS_
};

/*
 * Makes the record of a post with a fresh salt, and its commitment.
 *
 * fields  in: NAME_FIELDS_ texts, NULL or "" where there is none
 *
 * ERR_INPUT: no Chinese name, a text with control or bidirectional characters,
 * or too long in all.
 */
MUST_USE enum err name_record_make(struct log_name *out,
                                   struct hash32 *commitment, struct post post,
                                   const char *const fields[NAME_FIELDS_]);

/* The text of a field; empty if there is none. */
struct span name_record_field(const struct log_name *name,
                              enum name_field field);

/* What the record and salt commit to. */
void name_record_commit(struct hash32 *commitment, const struct log_name *name);

/* Whether it opens a post's commitment, which may be NULL: it does not. */
bool name_record_opens(const struct log_name *name,
                       const struct hash32 *commitment);

#endif
