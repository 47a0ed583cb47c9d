#include "voting/ctl/qr.h"

#include <errno.h>
#include <string.h>

#include <qrencode.h>

enum { QUIET = 4 };

/* One horizontal run of dark modules: move, right, down, left. */
static void
write_run(struct text_writer *w, int x, int y, int length)
{
    text_writer_text(w, "M");
    text_writer_decimal(w, (uint64_t)x + QUIET);
    text_writer_text(w, " ");
    text_writer_decimal(w, (uint64_t)y + QUIET);
    text_writer_text(w, "h");
    text_writer_decimal(w, (uint64_t)length);
    text_writer_text(w, "v1h-");
    text_writer_decimal(w, (uint64_t)length);
    text_writer_text(w, "z");
}

static void
write_modules(struct text_writer *w, const QRcode *code)
{
    for (int y = 0; y < code->width; y++) {
        int run = 0;

        for (int x = 0; x <= code->width; x++) {
            if (x < code->width && (code->data[y * code->width + x] & 1)) {
                run++;
            } else if (run > 0) {
                write_run(w, x - run, y, run);
                run = 0;
            }
        }
    }
}

enum err
qr_svg(struct text_writer *w, const char *text, const char *label)
{
    QRcode *code;

    if (strlen(text) == 0 || strlen(text) > QR_TEXT_MAX)
        return ERR_INPUT;
    code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!code)
        return errno == ENOMEM ? ERR_NOMEM : ERR_INPUT;
    text_writer_text(w, "<svg role=\"img\" aria-label=\"");
    text_writer_text(w, label);
    text_writer_text(w, "\" viewBox=\"0 0 ");
    text_writer_decimal(w, (uint64_t)code->width + 2 * QUIET);
    text_writer_text(w, " ");
    text_writer_decimal(w, (uint64_t)code->width + 2 * QUIET);
    text_writer_text(w, "\" shape-rendering=\"crispEdges\"><path d=\"");
    write_modules(w, code);
    text_writer_text(w, "\"/></svg>");
    QRcode_free(code);
    return w->error;
}
