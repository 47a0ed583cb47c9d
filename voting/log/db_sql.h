/*
 * db_sql.h - all the SQL there is. db.c prepares and runs it.
 */
#ifndef VOTING_LOG_DB_SQL_H
#define VOTING_LOG_DB_SQL_H

enum db_sql {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_ENTRY_ADD,
    SQL_ENTRY_GET,
    SQL_ENTRY_SIZE,
    SQL_CHECKPOINT_SET,
    SQL_CHECKPOINT_GET,
    SQL_COSIGNATURE_PUT,
    SQL_COSIGNATURE_LINES,
    SQL_COSIGNATURE_TREES,
    SQL_BLOB_PUT,
    SQL_BLOB_GET,
    SQL_BLOB_LENGTH,
    SQL_NAME_PUT,
    SQL_NAME_GET,
    SQL_COUNT_ /* number of statements; not a statement */
};

/* By enum db_sql; prepared when a file is opened. */
extern const char *const db_sql_statements[SQL_COUNT_];

/* A setting, and what it must answer; NULL: it answers nothing. */
struct db_setting {
    const char *sql;
    const char *answer;
};

/* Each list is run in this order and ends with a NULL. */
extern const struct db_setting db_sql_settings[]; /* of the connection */
extern const struct db_setting db_sql_identity[]; /* is it our file? */
extern const struct db_setting db_sql_journal[];  /* how it is written */

/* What makes a new file, and what the file's schema must read like later. */
extern const char *const db_sql_schema[];
extern const char db_sql_schema_list[];
extern const char *const db_sql_first[]; /* rows and numbers of a new file */

#endif
