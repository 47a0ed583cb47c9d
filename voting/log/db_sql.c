#include "voting/log/db_sql.h"

#include <stddef.h>

const char *const db_sql_statements[SQL_COUNT_] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",

    [SQL_ENTRY_ADD] = "INSERT INTO entry(idx, bytes) VALUES(?1, ?2)",
    [SQL_ENTRY_GET] = "SELECT bytes FROM entry WHERE idx = ?1",
    [SQL_ENTRY_SIZE] = "SELECT count(*), ifnull(max(idx) + 1, 0) FROM entry",

    [SQL_CHECKPOINT_SET] = "UPDATE checkpoint SET size = ?2, note = ?3"
                           " WHERE id = 1 AND size = ?1",
    [SQL_CHECKPOINT_GET] = "SELECT size, note FROM checkpoint WHERE id = 1",

    [SQL_COSIGNATURE_PUT] =
        "INSERT INTO cosignature(size, witness, root, time_s, line)"
        " VALUES(?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT(size, witness) DO UPDATE"
        " SET root = ?3, time_s = ?4, line = ?5 WHERE time_s < ?4",
    [SQL_COSIGNATURE_LINES] =
        "SELECT line FROM cosignature WHERE size = ?1 ORDER BY witness",
    [SQL_COSIGNATURE_TREES] = "SELECT size, root FROM cosignature"
                              " WHERE size < ?1 ORDER BY size DESC LIMIT 1",

    [SQL_BLOB_PUT] = "INSERT INTO blob(sha256, members, bytes)"
                     " VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING",
    [SQL_BLOB_GET] = "SELECT bytes FROM blob"
                     " WHERE sha256 = ?1 AND members = ?2",
    [SQL_BLOB_LENGTH] = "SELECT length(bytes) FROM blob"
                        " WHERE sha256 = ?1 AND members = ?2",

    [SQL_NAME_PUT] = "INSERT INTO name(post, salt, record) VALUES(?1, ?2, ?3)"
                     " ON CONFLICT(post) DO UPDATE"
                     " SET salt = ?2, record = ?3",
    [SQL_NAME_GET] = "SELECT salt, record FROM name WHERE post = ?1",
};

/*
 * Recursive triggers, because without them INSERT OR REPLACE deletes a row and
 * no trigger notices. Exclusive locking is set before the file is first looked
 * at, so that the first look takes it for this process alone.
 */
const struct db_setting db_sql_settings[] = {
    {"PRAGMA trusted_schema = OFF", NULL},
    {"PRAGMA trusted_schema", "0"},
    {"PRAGMA cell_size_check = ON", NULL},
    {"PRAGMA cell_size_check", "1"},
    {"PRAGMA recursive_triggers = ON", NULL},
    {"PRAGMA recursive_triggers", "1"},
    {"PRAGMA temp_store = MEMORY", NULL},
    {"PRAGMA locking_mode = EXCLUSIVE", "exclusive"},
    {"PRAGMA secure_delete = ON", "1"},
    {NULL, NULL},
};

/* "BoLo" and the version of the schema. */
const struct db_setting db_sql_identity[] = {
    {"PRAGMA application_id", "1114590319"},
    {"PRAGMA user_version", "1"},
    {NULL, NULL},
};

/*
 * FULL, because with NORMAL a power cut can take back what was committed. What
 * is found in the journal may have been written and not have reached the disk:
 * copying it into the database flushes both; 0 says that nothing hindered it.
 */
const struct db_setting db_sql_journal[] = {
    {"PRAGMA journal_mode = WAL", "wal"},
    {"PRAGMA synchronous = FULL", NULL},
    {"PRAGMA synchronous", "2"},
    {"PRAGMA wal_checkpoint(TRUNCATE)", "0"},
    {NULL, NULL},
};

const char *const db_sql_schema[] = {
    "CREATE TABLE entry("
    "idx INTEGER PRIMARY KEY CHECK(idx >= 0), "
    "bytes BLOB NOT NULL CHECK(length(bytes) BETWEEN 1 AND 65535)) STRICT",

    "CREATE TRIGGER entry_dense BEFORE INSERT ON entry "
    "WHEN NEW.idx <> (SELECT ifnull(max(idx) + 1, 0) FROM entry) "
    "BEGIN SELECT RAISE(ABORT, 'entries are appended'); END",
    "CREATE TRIGGER entry_update BEFORE UPDATE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END",
    "CREATE TRIGGER entry_delete BEFORE DELETE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END",

    "CREATE TABLE checkpoint("
    "id INTEGER PRIMARY KEY CHECK(id = 1), "
    "size INTEGER NOT NULL CHECK(size >= 0), "
    "note BLOB NOT NULL) STRICT",
    "CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint "
    "WHEN NEW.size <= OLD.size "
    "BEGIN SELECT RAISE(ABORT, 'a checkpoint only grows'); END",
    "CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint "
    "BEGIN SELECT RAISE(ABORT, 'the checkpoint is never removed'); END",

    "CREATE TABLE cosignature("
    "size INTEGER NOT NULL CHECK(size > 0), "
    "witness TEXT NOT NULL, "
    "root BLOB NOT NULL CHECK(length(root) = 32), "
    "time_s INTEGER NOT NULL, "
    "line BLOB NOT NULL, "
    "PRIMARY KEY(size, witness)) STRICT, WITHOUT ROWID",

    "CREATE TABLE blob("
    "sha256 BLOB NOT NULL CHECK(length(sha256) = 32), "
    "members INTEGER NOT NULL CHECK(members IN (0, 1)), "
    "bytes BLOB NOT NULL CHECK(length(bytes) > 0), "
    "PRIMARY KEY(sha256, members)) STRICT",
    "CREATE TRIGGER blob_update BEFORE UPDATE ON blob "
    "BEGIN SELECT RAISE(ABORT, 'texts are never changed'); END",

    "CREATE TABLE name("
    "post TEXT PRIMARY KEY NOT NULL, "
    "salt BLOB NOT NULL CHECK(length(salt) = 16), "
    "record BLOB NOT NULL CHECK(length(record) > 0)) STRICT, WITHOUT ROWID",
    NULL,
};

const char db_sql_schema_list[] =
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";

const char *const db_sql_first[] = {
    "INSERT INTO checkpoint(id, size, note) VALUES(1, 0, x'')",
    "PRAGMA application_id = 1114590319",
    "PRAGMA user_version = 1",
    NULL,
};
