#include "tests/support/tamper.h"

#include <sqlite3.h>

#include "tests/test.h"

static int
run(const char *path, const char *sql, int triggers)
{
    sqlite3 *db;
    int code;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix"),
                     SQLITE_OK);
    assert_int_equal(
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, triggers, NULL),
        SQLITE_OK);
    code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return code;
}

int
tamper(const char *path, const char *sql)
{
    return run(path, sql, 1);
}

void
tamper_freely(const char *path, const char *sql)
{
    if (run(path, sql, 0) != SQLITE_OK)
        fail_msg("cannot tamper: %s", sql);
}
