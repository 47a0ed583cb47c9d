#include "voting/ctl/cards.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "crypto/utf8.h"
#include "voting/ctl/qr.h"

enum { CARDS_ON_SHEET = 8, HELP_LINES = 5 };

static const char *const help[LANG_COUNT_][HELP_LINES] = {
    {"1. 用手机扫码，核对姓名后点“在这部手机上使用”。",
     "2. 扫不了码：打开会场公布的网址，输入下面的数字。",
     "3. 每证只能在一部手机上启用，请勿拍照、转借或代投。",
     "4. 手机没电、丢失或没有手机：请到签到处办理。",
     "5. 投票后会收到回执，可随时查“我的票在不在票箱里”。"},
    {"1. Scan the code, check your name, tap \"use this phone\".",
     "2. No camera: open the address shown in the hall, type the digits.",
     "3. A card starts one phone only. Do not photograph or lend it.",
     "4. Phone flat, lost, or none at all: go to the desk.",
     "5. The receipt lets you check at any time: is my ballot in the box?"},
};

static const char style[] =
    "@page{size:A4;margin:8mm}"
    "body{margin:0;font:9pt/1.35 \"Noto Sans CJK SC\",\"Microsoft YaHei\","
    "\"PingFang SC\",sans-serif;color:#000}"
    ".sheet{display:grid;grid-template-columns:1fr 1fr;"
    "grid-template-rows:repeat(4,69mm);break-after:page}"
    ".card{border:.2mm dashed #777;padding:3mm;overflow:hidden;"
    "display:grid;grid-template-columns:34mm 1fr;column-gap:3mm;"
    "align-content:start}"
    "h2{grid-column:1/3;margin:0 0 1mm;font-size:9pt;font-weight:normal}"
    "h3{margin:0;font-size:14pt;overflow-wrap:anywhere}"
    "p{margin:0 0 1mm}"
    "svg{width:34mm;height:34mm}"
    ".digits{grid-column:1/3;margin-top:2mm;font:13pt/1.4 monospace;"
    "word-spacing:1mm}" /* five groups a line */
    "ol{list-style:none;margin:0;padding:0;font-size:7.5pt}";

void
cards_escape(FILE *out, struct span text)
{
    while (text.len > 0) {
        struct span before = text;
        uint32_t point;

        if (utf8_next(&point, &text)) {
            text = span_from(text, 1);
            fputs("\xef\xbf\xbd", out);
            continue;
        }
        before = span_head(before, before.len - text.len);
        if (point == '<')
            fputs("&lt;", out);
        else if (point == '>')
            fputs("&gt;", out);
        else if (point == '&')
            fputs("&amp;", out);
        else if (point == '"')
            fputs("&quot;", out);
        else if (point == '\'')
            fputs("&#39;", out);
        else if (utf8_check_plain(before))
            fputs("\xef\xbf\xbd", out);
        else
            fwrite(before.ptr, 1, before.len, out);
    }
}

/* Only what can stand in a QR code and in an attribute without a doubt. */
static enum err
check_address(const char *address)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._~:/[]@!$()*+,;=%";

    if (!address)
        return OK;
    if (strncmp(address, "https://", 8) != 0 &&
        strncmp(address, "http://", 7) != 0)
        return ERR_INPUT;
    if (strlen(address) > QR_TEXT_MAX / 2 ||
        address[strspn(address, allowed)] != '\0')
        return ERR_INPUT;
    return OK;
}

static enum err
write_qr(FILE *out, const struct cards *cards, const struct card *card,
         char *svg)
{
    char token[TOKEN_TEXT_BYTES];
    char url[QR_TEXT_MAX];
    struct text_writer w;
    size_t len = cards->address ? strlen(cards->address) : 0;
    enum err e;

    token_to_text(token, card->token);
    while (len > 0 && cards->address[len - 1] == '/')
        len--;
    if (cards->address)
        (void)snprintf(url, sizeof url, "%.*s/#%s", (int)len, cards->address,
                       token);
    else
        (void)snprintf(url, sizeof url, "congress:%s", token);
    text_writer_start(&w, svg, QR_SVG_MAX);
    e = qr_svg(&w, url, cards->lang == LANG_ZH ? "二维码" : "QR code");
    if (!e)
        fwrite(svg, 1, w.len, out);
    sodium_memzero(token, sizeof token);
    sodium_memzero(url, sizeof url);
    return e;
}

static enum err
write_card(FILE *out, const struct cards *cards, const struct card *card,
           char *svg)
{
    char digits[TOKEN_DIGITS_BYTES];
    char post[POST_TEXT_BYTES];
    enum err e;

    post_format(post, card->post);
    fputs("<section class=\"card\"><h2>", out);
    cards_escape(out, cards->conference);
    fputs("</h2><div>", out);
    e = write_qr(out, cards, card, svg);
    fputs("</div><div><h3><bdi>", out);
    cards_escape(out, card->name);
    fprintf(out, "</bdi></h3><p>%s <bdi>", post);
    cards_escape(out, card->group);
    fputs("</bdi></p><ol>", out);
    for (int i = 0; i < HELP_LINES; i++) {
        fputs("<li>", out);
        cards_escape(out, span_text(help[cards->lang][i]));
        fputs("</li>", out);
    }
    token_to_digits(digits, card->token);
    fprintf(out, "</ol></div><p class=\"digits\">%s</p></section>\n", digits);
    sodium_memzero(digits, sizeof digits);
    return e;
}

enum err
cards_write(FILE *out, const struct cards *cards)
{
    char *svg;
    enum err e = check_address(cards->address);

    if (e)
        return e;
    svg = malloc(QR_SVG_MAX);
    if (!svg)
        return ERR_NOMEM;
    fprintf(
        out,
        "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; style-src 'unsafe-inline'\">"
        "<meta name=\"robots\" content=\"noindex\"><title>%s</title>"
        "<style>%s</style></head><body>\n",
        cards->lang == LANG_ZH ? "zh-Hans" : "en",
        cards->lang == LANG_ZH ? "代表证" : "Voting cards", style);
    for (size_t i = 0; i < cards->count && !e; i++) {
        if (i % CARDS_ON_SHEET == 0)
            fputs(i ? "</div><div class=\"sheet\">\n"
                    : "<div class=\"sheet\">\n",
                  out);
        e = write_card(out, cards, &cards->items[i], svg);
    }
    fputs(cards->count ? "</div></body></html>\n" : "</body></html>\n", out);
    sodium_memzero(svg, QR_SVG_MAX);
    free(svg);
    if (!e && (fflush(out) || ferror(out)))
        e = ERR_IO;
    return e;
}
