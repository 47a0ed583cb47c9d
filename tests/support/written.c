#include "tests/support/written.h"

#include "tests/test.h"

void
written_check(const char *what, struct text_writer *w, const char *want)
{
    struct span got;
    enum err e = text_writer_finish(w, &got);

    if (e)
        fail_msg("%s: %s", what, err_name(e));
    if (!span_eq(got, span_text(want)))
        fail_msg("%s: %.*s", what, (int)got.len, got.ptr);
}
