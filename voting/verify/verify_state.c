#include "voting/verify/verify_state.h"

#include <string.h>

#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "crypto/text_writer.h"
#include "voting/machine/private_file.h"

enum { STATE_MAX = 512 };

static const char first_line[] = "ballotverify-state/v1\n";

static enum err
take_value(struct span *value, struct span *rest, const char *key)
{
    enum err e = span_take_prefix(rest, key);

    return e ? e : span_take_line(value, rest);
}

static enum err
take_hash(struct hash32 *out, struct span *rest, const char *key)
{
    struct span value;
    enum err e = take_value(&value, rest, key);

    return e ? e : base64_decode_exact(out->bytes, sizeof out->bytes, value);
}

static enum err
take_origin(struct audit_pin *pin, struct span *rest)
{
    struct span value;
    enum err e = take_value(&value, rest, "origin ");

    if (e)
        return e;
    if (!post_origin_is_valid(value.ptr, value.len))
        return ERR_INPUT;
    memcpy(pin->origin, value.ptr, value.len);
    return OK;
}

static enum err
parse(struct audit_pin *pin, struct span rest)
{
    struct span value = {.ptr = NULL};
    enum err e = span_take_prefix(&rest, first_line);

    if (!e)
        e = take_origin(pin, &rest);
    if (!e)
        e = take_hash(&pin->genesis, &rest, "genesis ");
    if (!e)
        e = take_value(&value, &rest, "size ");
    if (!e)
        e = decimal_parse(&pin->size, value, EVENT_INDEX_MAX);
    if (!e)
        e = take_hash(&pin->root, &rest, "root ");
    return e || rest.len > 0 || pin->size == 0 ? ERR_INPUT : OK;
}

enum err
verify_state_read(struct audit_pin *out, const char *path)
{
    char bytes[STATE_MAX];
    size_t len;
    enum err e;

    *out = (struct audit_pin){.size = 0};
    e = private_file_read(bytes, sizeof bytes, &len, path);
    if (!e)
        e = parse(out, span_of(bytes, len));
    if (e)
        *out = (struct audit_pin){.size = 0};
    return e;
}

enum err
verify_state_write(const char *path, const struct audit_pin *pin)
{
    char bytes[STATE_MAX];
    struct text_writer w;
    struct span text;
    enum err e;

    text_writer_start(&w, bytes, sizeof bytes);
    text_writer_text(&w, first_line);
    text_writer_text(&w, "origin ");
    text_writer_text(&w, pin->origin);
    text_writer_text(&w, "\ngenesis ");
    text_writer_base64(&w, pin->genesis.bytes, sizeof pin->genesis.bytes);
    text_writer_text(&w, "\nsize ");
    text_writer_decimal(&w, pin->size);
    text_writer_text(&w, "\nroot ");
    text_writer_base64(&w, pin->root.bytes, sizeof pin->root.bytes);
    text_writer_text(&w, "\n");
    e = text_writer_finish(&w, &text);
    return e ? e : private_file_replace(path, text);
}
