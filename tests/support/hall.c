#include "tests/support/hall.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "ballots/proof.h"
#include "crypto/token.h"
#include "tests/support/values.h"
#include "tests/test.h"

/* The seats' numbers begin at 1, so that 3 digits show. */
static void
name_people(struct hall *h)
{
    for (uint32_t i = 0; i < 2; i++) {
        h->chairs[i].post = (struct post){POST_CHAIR, i + 1};
        h->desks[i].post = (struct post){POST_DESK, i + 1};
    }
    for (uint32_t i = 0; i < HALL_SCRUTINEERS_MAX; i++)
        h->scrutineers[i].post = (struct post){POST_SCRUTINEER, i + 1};
    for (uint32_t i = 0; i < h->seat_count; i++)
        h->seats[i].post = (struct post){POST_SEAT, i + 1};
    h->observer.post = (struct post){POST_OBSERVER, 1};
}

struct hall *
hall_new(unsigned seats)
{
    struct hall *h = calloc(1, sizeof *h);
    uint8_t seed[ED25519_SEED_BYTES];

    assert_non_null(h);
    h->draft = calloc(1, sizeof *h->draft);
    h->decoded = calloc(1, sizeof *h->decoded);
    h->note = malloc(EVENT_ENTRY_MAX);
    h->seats = calloc(seats + 1, sizeof *h->seats);
    assert_true(h->draft && h->decoded && h->note && h->seats);
    assert_ok(conference_new(&h->conference, heap_memory(&h->heap)));
    h->time_s = HALL_START_S;
    h->seat_count = seats;
    value_bytes(seed, sizeof seed, "log key");
    ed25519_from_seed(&h->log_key, seed);
    name_people(h);
    return h;
}

void
hall_free(struct hall *h)
{
    if (!h)
        return;
    conference_free(h->conference);
    assert_int_equal(h->heap.in_use, 0);
    for (size_t i = 0; i < h->entry_count; i++)
        free(h->entries[i].bytes);
    for (size_t i = 0; i < h->text_count; i++)
        free(h->texts[i].bytes);
    free(h->entries);
    free(h->seats);
    free(h->draft);
    free(h->decoded);
    free(h->note);
    free(h);
}

struct hall_person *
hall_person(struct hall *h, struct post post)
{
    const size_t limits[POST_KINDS_] = {
        [POST_CHAIR] = 2,
        [POST_DESK] = 2,
        [POST_SCRUTINEER] = HALL_SCRUTINEERS_MAX,
        [POST_SEAT] = h->seat_count,
        [POST_OBSERVER] = 1,
    };
    struct hall_person *const people[POST_KINDS_] = {
        [POST_CHAIR] = h->chairs,           [POST_DESK] = h->desks,
        [POST_SCRUTINEER] = h->scrutineers, [POST_SEAT] = h->seats,
        [POST_OBSERVER] = &h->observer,
    };

    if (post.number < 1 || post.number > limits[post.kind])
        fail_msg("nobody has post %d/%u", (int)post.kind, post.number);
    return &people[post.kind][post.number - 1];
}

void
hall_wait(struct hall *h, uint64_t seconds)
{
    h->time_s += seconds;
}

struct event *
hall_draft(struct hall *h, enum event_type type)
{
    const struct merkle_tree *tree = conference_tree(h->conference);
    struct event *e = h->draft;

    memset(e, 0, sizeof *e);
    e->type = type;
    snprintf(e->origin, sizeof e->origin, "%s", HALL_ORIGIN);
    e->seen_size = tree->size;
    assert_ok(merkle_root_at(&e->seen_root, tree, tree->size));
    e->at_s = h->time_s;
    return e;
}

static void
sign_line(struct hall *h, struct text_writer *w,
          const struct hall_signer *signer, struct span text)
{
    const struct hall_person *person = hall_person(h, signer->post);
    const struct ed25519_secret *key =
        signer->invitation ? &person->invitation : &person->key;
    char name[POST_KEY_NAME_BYTES];

    post_key_name(name, h->draft->origin, signer->post, signer->invitation);
    note_sign_line(w, span_text(name), signer->key ? signer->key : key, text);
}

void
hall_sign_text(struct hall *h, struct span text,
               const struct hall_signer *signers, size_t count)
{
    struct text_writer w;
    struct span note;

    text_writer_start(&w, h->note, EVENT_ENTRY_MAX);
    note_write_text(&w, text);
    for (size_t i = 0; i < count; i++)
        sign_line(h, &w, &signers[i], text);
    assert_ok(text_writer_finish(&w, &note));
    h->note_len = note.len;
}

void
hall_sign(struct hall *h, const struct hall_signer *signers, size_t count)
{
    char *text = malloc(EVENT_ENTRY_MAX);
    size_t len;

    assert_non_null(text);
    assert_ok(event_encode(h->draft, text, EVENT_ENTRY_MAX, &len));
    hall_sign_text(h, span_of(text, len), signers, count);
    free(text);
}

/* Makes room for one more entry. */
static void
reserve_entry(struct hall *h)
{
    if (h->entry_count < h->entry_room)
        return;
    h->entry_room = h->entry_room ? 2 * h->entry_room : 512;
    h->entries = realloc(h->entries, h->entry_room * sizeof *h->entries);
    assert_non_null(h->entries);
}

void
hall_sign_edited(struct hall *h, const char *from, const char *to,
                 const struct hall_signer *signers, size_t count)
{
    char *text = calloc(1, EVENT_ENTRY_MAX);
    char *edited = malloc(EVENT_ENTRY_MAX);
    const char *place;
    size_t len;

    assert_true(text && edited);
    assert_ok(event_encode(h->draft, text, EVENT_ENTRY_MAX - 1, &len));
    place = strstr(text, from);
    if (!place)
        fail_msg("\"%s\" does not stand in the text", from);
    len = (size_t)snprintf(edited, EVENT_ENTRY_MAX, "%.*s%s%s",
                           (int)(place - text), text, to, place + strlen(from));
    hall_sign_text(h, span_of(edited, len), signers, count);
    free(text);
    free(edited);
}

/* The entry that h->note would be now, and its leaf hash. */
static struct hall_entry
make_entry(const struct hall *h, struct hash32 *leaf)
{
    char line[EVENT_SERVER_LINE_MAX];
    size_t line_len = event_server_line(line, h->time_s);
    struct hall_entry entry = {h->time_s, line_len + h->note_len, NULL};

    entry.bytes = malloc(entry.len);
    assert_non_null(entry.bytes);
    memcpy(entry.bytes, line, line_len);
    memcpy(entry.bytes + line_len, h->note, h->note_len);
    hash_leaf(leaf, entry.bytes, entry.len);
    return entry;
}

/* What a batch says of the event, which must be what is said of it alone. */
static void
compare_with_batch(const struct hall *h, enum refusal alone)
{
    const uint8_t seed[BATCH_SEED_BYTES] = {(uint8_t)h->entry_count};
    struct heap heap = {0};
    const struct proof_item item = {.event = h->decoded,
                                    .admission = &h->admission,
                                    .refusal = REFUSED_NO_MEMORY};
    struct proof_item items[2] = {item, item};

    assert_ok(proof_verify_batch(items, 2, seed, heap_memory(&heap)));
    assert_int_equal(items[0].refusal, alone);
    assert_int_equal(items[1].refusal, alone);
    assert_int_equal(heap.in_use, 0);
}

static enum refusal
weigh(struct hall *h, bool prove)
{
    enum refusal r = event_decode(h->decoded, span_of(h->note, h->note_len));

    h->cause = CONFERENCE_NO_ENTRY;
    if (r)
        return r;
    r = event_check(h->conference, h->decoded, h->time_s, &h->admission);
    h->cause = h->admission.cause;
    if (r || !prove)
        return r;
    r = proof_verify(h->decoded, &h->admission);
    if (!h->timed)
        compare_with_batch(h, r);
    return r;
}

enum refusal
hall_weigh(struct hall *h)
{
    return weigh(h, true);
}

enum err
hall_log(struct hall *h)
{
    struct hash32 leaf;
    struct hall_entry entry = make_entry(h, &leaf);
    enum err e = event_apply(h->conference, h->decoded, &h->admission, &leaf);

    reserve_entry(h);
    if (e)
        free(entry.bytes);
    else
        h->entries[h->entry_count++] = entry;
    return e;
}

enum refusal
hall_take(struct hall *h)
{
    enum refusal r;

    if (h->elsewhere)
        h->elsewhere(h->elsewhere_context, h);
    r = hall_weigh(h);
    if (!r)
        assert_ok(hall_log(h));
    return r;
}

enum refusal
hall_take_unproved(struct hall *h)
{
    enum refusal r = weigh(h, false);

    if (!r)
        assert_ok(hall_log(h));
    return r;
}

enum refusal
hall_submit(struct hall *h, const struct hall_signer *signers, size_t count)
{
    hall_sign(h, signers, count);
    return hall_take(h);
}

void
hall_do_submit(struct hall *h, const struct hall_signer *signers, size_t count)
{
    enum refusal r = hall_submit(h, signers, count);

    if (r)
        fail_msg("entry %zu, %s: %s", h->entry_count,
                 event_type_name(h->draft->type), refusal_code(r));
}

void
hall_refuse(struct hall *h, const char *what, enum refusal want,
            const struct hall_signer *signers, size_t count)
{
    uint64_t size = conference_tree(h->conference)->size;
    enum refusal got = hall_submit(h, signers, count);

    if (got != want)
        fail_msg("%s, %s: %s, not %s", event_type_name(h->draft->type), what,
                 refusal_code(got), refusal_code(want));
    assert_int_equal(conference_tree(h->conference)->size, size);
}

void
hall_force(struct hall *h)
{
    struct hash32 leaf;

    h->entries[h->entry_count] = make_entry(h, &leaf);
    h->entry_count++;
}

struct event_ref
hall_ref(const struct hall *h, size_t index)
{
    struct event_ref ref = {.present = true, .index = (uint32_t)index};

    assert_true(index < h->entry_count);
    hash_leaf(&ref.leaf, h->entries[index].bytes, h->entries[index].len);
    return ref;
}

struct event_ref
hall_last(const struct hall *h)
{
    return hall_ref(h, h->entry_count - 1);
}

struct event_blob
hall_text(struct hall *h, const char *text, bool members)
{
    struct hall_text *place = &h->texts[h->text_count];
    uint8_t salt[16];
    char salt_text[32];
    size_t room = strlen(text) + 64;

    assert_true(h->text_count < HALL_TEXTS_MAX);
    value_bytes(salt, sizeof salt, text);
    sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt,
                      sodium_base64_VARIANT_ORIGINAL);
    place->bytes = malloc(room);
    assert_non_null(place->bytes);
    place->blob = (struct event_blob){
        .present = true,
        .members = members,
        .length = (uint32_t)snprintf(place->bytes, room, "salt %s\nzh %s\n",
                                     salt_text, text),
    };
    hash_sha256(&place->blob.sha256, place->bytes, place->blob.length);
    h->text_count++;
    return place->blob;
}
