#include "tests/support/document.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/test.h"

char *
document_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    long size;

    if (!file) {
        fail_msg("no file %s", path);
        return NULL;
    }
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    assert_true(size > 0);
    rewind(file);
    bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
    bytes[size] = 0;
    fclose(file);
    return bytes;
}

char *
document_section(const char *text, const char *heading)
{
    char mark[128];
    size_t rank = strspn(heading, "#");
    const char *start;
    const char *end;

    snprintf(mark, sizeof mark, "\n%s", heading);
    start = strstr(text, mark);
    if (!start) {
        fail_msg("no heading: %s", heading);
        return NULL;
    }
    snprintf(mark, sizeof mark, "\n%.*s ", (int)rank, heading);
    end = strstr(start + 1, mark);
    return end ? strndup(start, (size_t)(end - start)) : strdup(start);
}

bool
document_has(const char *text, const char *what)
{
    return strstr(text, what) != NULL;
}

size_t
document_count(const char *text, const char *what)
{
    size_t n = 0;

    for (; (text = strstr(text, what)) != NULL; text++)
        n++;
    return n;
}
