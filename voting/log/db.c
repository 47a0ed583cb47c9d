#include "voting/log/db.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "voting/machine/private_file.h"

struct db {
    sqlite3 *connection;
    sqlite3_stmt *statements[SQL_COUNT_];
    enum err bound; /* the first bind that failed since the last db_done() */
    bool unknown;   /* a commit failed: nothing is written any more */
};

/* ---- Statements -----------------------------------------------------------*/

static enum err
err_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_STATE;
    case SQLITE_NOMEM:
        return ERR_NOMEM;
    case SQLITE_NOTADB:
        return ERR_INPUT;
    default:
        return ERR_IO;
    }
}

static void
bound(struct db *db, int code)
{
    if (!db->bound)
        db->bound = err_of(code);
}

void
db_bind_u64(struct db *db, enum db_sql n, int place, uint64_t value)
{
    if (value > INT64_MAX)
        db->bound = ERR_INPUT;
    else
        bound(db, sqlite3_bind_int64(db->statements[n], place,
                                     (sqlite3_int64)value));
}

void
db_bind_blob(struct db *db, enum db_sql n, int place, struct span bytes)
{
    bound(db, sqlite3_bind_blob64(db->statements[n], place,
                                  bytes.len ? bytes.ptr : "", bytes.len,
                                  SQLITE_STATIC));
}

void
db_bind_text(struct db *db, enum db_sql n, int place, struct span text)
{
    bound(db, sqlite3_bind_text64(db->statements[n], place, text.ptr, text.len,
                                  SQLITE_STATIC, SQLITE_UTF8));
}

enum err
db_step(struct db *db, enum db_sql n, bool *row)
{
    int code;

    *row = false;
    if (db->bound)
        return db->bound;
    code = sqlite3_step(db->statements[n]);
    *row = code == SQLITE_ROW;
    return err_of(code);
}

struct span
db_column(struct db *db, enum db_sql n, int place)
{
    const void *bytes = sqlite3_column_blob(db->statements[n], place);
    int len = sqlite3_column_bytes(db->statements[n], place);

    return span_of(bytes, bytes ? (size_t)len : 0);
}

uint64_t
db_column_u64(struct db *db, enum db_sql n, int place)
{
    return (uint64_t)sqlite3_column_int64(db->statements[n], place);
}

void
db_done(struct db *db, enum db_sql n)
{
    sqlite3_reset(db->statements[n]);
    sqlite3_clear_bindings(db->statements[n]);
    db->bound = OK;
}

enum err
db_run(struct db *db, enum db_sql n)
{
    bool row;
    enum err e = db_step(db, n, &row);

    assert(e || !row);
    db_done(db, n);
    return e;
}

enum err
db_run_one(struct db *db, enum db_sql n)
{
    enum err e = db_run(db, n);

    if (!e && sqlite3_changes(db->connection) != 1)
        e = ERR_STATE;
    return e;
}

/* ---- Transactions ---------------------------------------------------------*/

enum err
db_begin(struct db *db)
{
    return db->unknown ? ERR_IO : db_run(db, SQL_BEGIN);
}

enum store_verdict
db_end(struct db *db, enum err e)
{
    if (!e) {
        if (!db_run(db, SQL_COMMIT))
            return STORE_DONE;
        db->unknown = true;
        return STORE_UNKNOWN;
    }
    /* Some errors have rolled back already. */
    if (!sqlite3_get_autocommit(db->connection) && db_run(db, SQL_ROLLBACK))
        db->unknown = true;
    return STORE_NOT_DONE;
}

/* ---- Opening --------------------------------------------------------------*/

/* Runs settings and compares each one's first answer. ERR_INPUT: another. */
static enum err
apply_settings(sqlite3 *connection, const struct db_setting *settings)
{
    for (; settings->sql; settings++) {
        sqlite3_stmt *statement;
        const char *got = NULL;
        enum err e;
        int code;

        e = err_of(sqlite3_prepare_v2(connection, settings->sql, -1, &statement,
                                      NULL));
        if (e)
            return e;
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW)
            got = (const char *)sqlite3_column_text(statement, 0);
        e = err_of(code);
        if (!e && settings->answer &&
            (!got || strcmp(got, settings->answer) != 0))
            e = ERR_INPUT;
        sqlite3_finalize(statement);
        if (e)
            return e;
    }
    return OK;
}

static enum err
exec_all(sqlite3 *connection, const char *const *sql)
{
    for (; *sql; sql++) {
        enum err e = err_of(sqlite3_exec(connection, *sql, NULL, NULL, NULL));

        if (e)
            return e;
    }
    return OK;
}

/* ERR_INPUT unless the schema is ours, to the letter: no other trigger, too. */
static enum err
check_schema(sqlite3 *connection)
{
    const char *const *want = db_sql_schema;
    sqlite3_stmt *statement;
    enum err e = err_of(sqlite3_prepare_v2(connection, db_sql_schema_list, -1,
                                           &statement, NULL));
    int code;

    if (e)
        return e;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *got = (const char *)sqlite3_column_text(statement, 0);

        if (!*want || !got || strcmp(got, *want) != 0)
            break;
        want++;
    }
    e = err_of(code);
    if (!e && (code != SQLITE_DONE || *want))
        e = ERR_INPUT;
    sqlite3_finalize(statement);
    return e;
}

/* A connection that takes no orders from the file. */
static enum err
open_connection(sqlite3 **out, const char *path)
{
    int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    enum err e = err_of(sqlite3_open_v2(path, out, flags, NULL));

    if (e)
        return e;
    if (sqlite3_db_config(*out, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) ||
        sqlite3_db_config(*out, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) ||
        sqlite3_db_config(*out, SQLITE_DBCONFIG_DQS_DML, 0, NULL) ||
        sqlite3_db_config(*out, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) ||
        sqlite3_db_config(*out, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL))
        return ERR_IO;
    sqlite3_limit(*out, SQLITE_LIMIT_ATTACHED, 0);
    return apply_settings(*out, db_sql_settings);
}

static enum err
fill_new(sqlite3 *connection)
{
    enum err e = err_of(sqlite3_exec(connection, db_sql_statements[SQL_BEGIN],
                                     NULL, NULL, NULL));

    if (!e)
        e = exec_all(connection, db_sql_schema);
    if (!e)
        e = exec_all(connection, db_sql_first);
    if (!e)
        e = err_of(sqlite3_exec(connection, db_sql_statements[SQL_COMMIT], NULL,
                                NULL, NULL));
    return e;
}

/* What a making that was cut off may have left. */
static enum err
remove_left(const char *fresh)
{
    static const char *const names[] = {"", "-wal", "-journal", "-shm"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[PRIVATE_FILE_PATH_MAX];
        enum err e = private_file_beside(path, fresh, names[i]);

        if (e)
            return e;
        if (unlink(path) && errno != ENOENT)
            return ERR_IO;
    }
    return OK;
}

/* Makes it whole: nothing of it stays in a journal. */
static enum err
make_new(const char *fresh)
{
    sqlite3 *connection = NULL;
    enum err e = private_file_create(fresh, span_text(""));

    if (e)
        return e;
    e = open_connection(&connection, fresh);
    if (!e)
        e = apply_settings(connection, db_sql_journal);
    if (!e)
        e = fill_new(connection);
    if (!e)
        e = apply_settings(connection, db_sql_journal);
    if (sqlite3_close(connection) && !e)
        e = ERR_IO;
    return e;
}

enum err
db_create(const char *path)
{
    char fresh[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_beside(fresh, path, ".new");

    if (!e)
        e = access(path, F_OK) == 0 ? ERR_EXISTS : remove_left(fresh);
    if (e)
        return e;
    e = make_new(fresh);
    return e ? e : private_file_rename(fresh, path);
}

static enum err
prepare(struct db *db)
{
    for (int i = 0; i < SQL_COUNT_; i++) {
        enum err e = err_of(sqlite3_prepare_v3(
            db->connection, db_sql_statements[i], -1, SQLITE_PREPARE_PERSISTENT,
            &db->statements[i], NULL));

        if (e)
            return e;
    }
    return OK;
}

enum err
db_open(struct db **out, const char *path)
{
    struct db *db;
    enum err e = private_file_check(path);

    *out = NULL;
    if (e)
        return e;
    db = calloc(1, sizeof *db);
    if (!db)
        return ERR_NOMEM;
    e = open_connection(&db->connection, path);
    if (!e)
        e = apply_settings(db->connection, db_sql_identity);
    if (!e)
        e = check_schema(db->connection);
    if (!e)
        e = apply_settings(db->connection, db_sql_journal);
    if (!e)
        e = prepare(db);
    if (e) {
        db_close(db);
        return e;
    }
    *out = db;
    return OK;
}

void
db_close(struct db *db)
{
    if (!db)
        return;
    for (int i = 0; i < SQL_COUNT_; i++)
        sqlite3_finalize(db->statements[i]);
    sqlite3_close(db->connection);
    free(db);
}
