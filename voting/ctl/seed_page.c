#include "voting/ctl/seed_page.h"

#include <sodium.h>

enum { HALF_DIGITS = TOKEN_GROUPS * TOKEN_GROUP_DIGITS };

static const char head[] =
    "<!doctype html>\n<html lang=\"zh-Hans\"><head><meta charset=\"utf-8\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'\">"
    "<meta name=\"robots\" content=\"noindex\">"
    "<title>开箱种子 · Counting seed</title>"
    "<style>@page{size:A4;margin:20mm}"
    "body{font:12pt/1.5 \"Noto Sans CJK SC\",\"Microsoft YaHei\","
    "\"PingFang SC\",sans-serif;color:#000}"
    "pre{font:14pt/2 monospace;border:.3mm solid #000;padding:5mm}"
    "</style></head><body>\n<h1>开箱种子 · Counting seed</h1>\n";

static const char what[] =
    "<p>"
    "这是监票人开票箱的密钥种子的备份。请装入信封，骑缝签名密封，由本人保管；"
    "仅在设备损坏时，用 <code>ballotctl key restore</code> 逐组输入。"
    "会议结束后与密钥一同销毁。请勿拍照。</p>\n"
    "<p lang=\"en\">This is the backup of the seed with which a scrutineer "
    "opens the ballot box. Seal it in an envelope, sign across the flap, and "
    "keep it yourself; only if the device is lost, type the groups into "
    "<code>ballotctl key restore</code>. Destroy it with the key after the "
    "session. Do not photograph it.</p>\n";

void
seed_page_write(struct text_writer *w, const char *origin, struct post post,
                const uint8_t seed[SEED_PAGE_SEED_BYTES])
{
    char name[POST_TEXT_BYTES];

    post_format(name, post);
    text_writer_text(w, head);
    text_writer_text(w, "<p>");
    text_writer_text(w, origin);
    text_writer_text(w, " · <strong>");
    text_writer_text(w, name);
    text_writer_text(w, "</strong></p>\n<pre>");
    for (unsigned half = 0; half < 2; half++) {
        char digits[TOKEN_DIGITS_BYTES];
        size_t middle = sizeof digits / 2 - 1; /* the space after group five */

        token_to_digits(digits, seed + (size_t)half * TOKEN_BYTES);
        digits[middle] = '\n';
        text_writer_text(w, digits);
        text_writer_text(w, "\n");
        sodium_memzero(digits, sizeof digits);
    }
    text_writer_text(w, "</pre>\n");
    text_writer_text(w, what);
    text_writer_text(w, "</body></html>\n");
}

/* The digits alone. ERR_INPUT: others, or not as many as there must be. */
static enum err
collect(char digits[2 * HALF_DIGITS], struct span typed)
{
    size_t count = 0;

    for (size_t i = 0; i < typed.len; i++) {
        char c = typed.ptr[i];

        if (c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t')
            continue;
        if (c < '0' || c > '9' || count == 2 * HALF_DIGITS)
            return ERR_INPUT;
        digits[count++] = c;
    }
    return count == 2 * HALF_DIGITS ? OK : ERR_INPUT;
}

enum err
seed_page_read(uint8_t seed[SEED_PAGE_SEED_BYTES], unsigned *bad_group,
               struct span typed)
{
    char digits[2 * HALF_DIGITS];
    enum err e = collect(digits, typed);

    *bad_group = 0;
    for (unsigned half = 0; half < 2 && !e; half++) {
        e = token_from_digits(seed + (size_t)half * TOKEN_BYTES, bad_group,
                              digits + (size_t)half * HALF_DIGITS, HALF_DIGITS);
        if (e)
            *bad_group += half * TOKEN_GROUPS;
    }
    sodium_memzero(digits, sizeof digits);
    if (e)
        sodium_memzero(seed, SEED_PAGE_SEED_BYTES);
    return e;
}
