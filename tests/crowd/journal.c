#include "tests/crowd/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sodium.h>

#include "tests/test.h"

struct journal {
    FILE *file; /* NULL: kept nowhere */
    unsigned notes;
    size_t room;
    char *base64;
};

struct journal *
journal_open(const char *path)
{
    struct journal *j = calloc(1, sizeof *j);

    assert_non_null(j);
    if (path) {
        j->file = fopen(path, "a");
        if (!j->file)
            fail_msg("%s cannot be written", path);
        (void)setvbuf(j->file, NULL, _IOFBF, 1 << 20);
        (void)fprintf(j->file, "crowd-journal/v1\n");
    }
    return j;
}

void
journal_flush(struct journal *j)
{
    if (j->file && fflush(j->file))
        fail_msg("the journal cannot be written");
}

void
journal_close(struct journal *j)
{
    if (j->file && fclose(j->file))
        fail_msg("the journal cannot be written");
    free(j->base64);
    free(j);
}

static const char *
in_base64(struct journal *j, struct span bytes)
{
    size_t room =
        sodium_base64_ENCODED_LEN(bytes.len, sodium_base64_VARIANT_ORIGINAL);

    if (room > j->room) {
        j->room = 2 * room;
        j->base64 = realloc(j->base64, j->room);
        assert_non_null(j->base64);
    }
    return sodium_bin2base64(j->base64, j->room,
                             (const unsigned char *)bytes.ptr, bytes.len,
                             sodium_base64_VARIANT_ORIGINAL);
}

static unsigned long long
now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (unsigned long long)t.tv_sec * 1000 +
           (unsigned long long)t.tv_nsec / 1000000;
}

void
journal_log(struct journal *j, const char *origin, struct span key)
{
    if (j->file)
        (void)fprintf(j->file, "log %s %s\n", origin, in_base64(j, key));
}

unsigned
journal_note(struct journal *j, const char *who, struct span note)
{
    if (j->file)
        (void)fprintf(j->file, "note %u %s %s\n", j->notes, who,
                      in_base64(j, note));
    return j->notes++;
}

void
journal_choice(struct journal *j, unsigned n, const unsigned char *choices,
               size_t rows)
{
    if (!j->file)
        return;
    (void)fprintf(j->file, "choice %u", n);
    for (size_t i = 0; i < rows; i++)
        (void)fprintf(j->file, " %u", choices[i]);
    (void)fprintf(j->file, "\n");
}

void
journal_sent(struct journal *j, unsigned n)
{
    if (j->file)
        (void)fprintf(j->file, "sent %llu %u\n", now_ms(), n);
}

void
journal_receipt(struct journal *j, unsigned n, struct span receipt)
{
    if (j->file)
        (void)fprintf(j->file, "receipt %llu %u %s\n", now_ms(), n,
                      in_base64(j, receipt));
}

void
journal_refused(struct journal *j, unsigned n, const char *code,
                struct span note)
{
    if (j->file)
        (void)fprintf(j->file, "refused %llu %u %s %s\n", now_ms(), n, code,
                      in_base64(j, note));
}

void
journal_later(struct journal *j, unsigned n, unsigned status)
{
    if (j->file)
        (void)fprintf(j->file, "later %llu %u %u\n", now_ms(), n, status);
}

void
journal_lost(struct journal *j, unsigned n, const char *how)
{
    if (j->file)
        (void)fprintf(j->file, "lost %llu %u %s\n", now_ms(), n, how);
}

void
journal_wrong(struct journal *j, unsigned n, unsigned status, struct span body)
{
    if (j->file)
        (void)fprintf(j->file, "wrong %llu %u %u %s\n", now_ms(), n, status,
                      in_base64(j, body));
}

void
journal_checkpoint(struct journal *j, struct span checkpoint)
{
    if (j->file)
        (void)fprintf(j->file, "checkpoint %llu %s\n", now_ms(),
                      in_base64(j, checkpoint));
}

void
journal_mark(struct journal *j, const char *words)
{
    if (j->file)
        (void)fprintf(j->file, "mark %llu %s\n", now_ms(), words);
}
