/*
 * db.h - one SQLite file, opened so that it can be trusted.
 *
 * The only module that knows SQLite. Statements are numbers (db_sql.h): the
 * text of none is made at run time. Bind, step, read columns, done:
 *
 *     db_bind_u64(db, SQL_ENTRY_GET, 1, index);
 *     e = db_step(db, SQL_ENTRY_GET, &row);
 *     ...
 *     db_done(db, SQL_ENTRY_GET);
 *
 * A bind that fails makes the next step fail. One thread at a time.
 */
#ifndef VOTING_LOG_DB_H
#define VOTING_LOG_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"
#include "voting/log/db_sql.h"
#include "voting/log/store_verdict.h"

struct db;

/* Makes a new file, see store_create(). */
MUST_USE enum err db_create(const char *path);

/* Opens a file, see store_open(). */
MUST_USE enum err db_open(struct db **out, const char *path);

/* Accepts NULL. */
void db_close(struct db *db);

void db_bind_u64(struct db *db, enum db_sql n, int place, uint64_t value);

/* Both borrow the bytes until db_done(). */
void db_bind_blob(struct db *db, enum db_sql n, int place, struct span bytes);
void db_bind_text(struct db *db, enum db_sql n, int place, struct span text);

/*
 * *row says whether there is a row; "no row" is not an error. ERR_IO.
 * ERR_INPUT: a bind failed. ERR_NOMEM.
 */
MUST_USE enum err db_step(struct db *db, enum db_sql n, bool *row);

/* Columns of the row, from 0; spans are borrowed until db_done(). */
struct span db_column(struct db *db, enum db_sql n, int place);
uint64_t db_column_u64(struct db *db, enum db_sql n, int place);

/* Ends a statement, whatever became of it. */
void db_done(struct db *db, enum db_sql n);

/* Steps a statement that has no rows, and ends it. */
MUST_USE enum err db_run(struct db *db, enum db_sql n);

/* As db_run; ERR_STATE unless it changed exactly one row. */
MUST_USE enum err db_run_one(struct db *db, enum db_sql n);

/*
 * Starts a transaction. ERR_IO: it cannot, or an earlier commit failed, after
 * which nothing is written any more.
 */
MUST_USE enum err db_begin(struct db *db);

/*
 * Ends the transaction that db_begin() started: commits it if e is OK, else
 * takes everything back.
 */
MUST_USE enum store_verdict db_end(struct db *db, enum err e);

#endif
