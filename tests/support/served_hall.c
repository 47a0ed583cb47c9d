#include "tests/support/served_hall.h"

#include <stdlib.h>
#include <time.h>

#include "crypto/base64.h"
#include "crypto/tlog_proof.h"
#include "tests/test.h"
#include "voting/machine/key_file.h"

uint64_t
served_hall_time_s(void)
{
    return (uint64_t)time(NULL);
}

struct served_hall *
served_hall_new(unsigned seats)
{
    struct served_hall *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->stored = stored_hall_new(seats);
    f->hall = f->stored->hall;
    f->path = f->stored->path;
    return f;
}

void
served_hall_free(struct served_hall *f)
{
    served_hall_stop(f);
    for (size_t i = 0; i < f->note_count; i++)
        free(f->notes[i]);
    stored_hall_free(f->stored);
    free(f);
}

static void *
run(void *context)
{
    struct served_hall *f = context;

    f->ended = server_run(f->server);
    return NULL;
}

void
served_hall_serve(struct served_hall *f)
{
    const struct server_options options = {
        .log_path = f->path,
        .address = "127.0.0.1",
        .workers = 2,
        .connections_max = 1024,
        .address_connections_max = 1024,
    };

    assert_ok(server_open(&f->server, &options));
    f->port = server_port(f->server);
    f->running = true;
    assert_int_equal(pthread_create(&f->thread, NULL, run, f), 0);
}

void
served_hall_serve_new(struct served_hall *f)
{
    char key_path[FOLDER_PATH_MAX];

    stored_hall_shut(f->stored);
    folder_file(f->new_path, &f->stored->folder, "new");
    folder_file(key_path, &f->stored->folder, "new.key");
    f->path = f->new_path;
    f->hall->time_s = served_hall_time_s();
    served_hall_serve(f);
    assert_ok(key_file_read(&f->hall->log_key, key_path));
}

void
served_hall_start(struct served_hall *f)
{
    stored_hall_feed(f->stored);
    stored_hall_shut(f->stored);
    f->hall->time_s = served_hall_time_s();
    served_hall_serve(f);
}

void
served_hall_stop(struct served_hall *f)
{
    if (!f->running)
        return;
    server_stop(f->server);
    pthread_join(f->thread, NULL);
    f->running = false;
    server_close(f->server);
    f->server = NULL;
    assert_ok(f->ended);
}

struct event_ref
served_hall_open_paper(struct served_hall *f)
{
    struct hall *h = f->hall;
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;

    hall_convene(h);
    hall_lock(h);
    h->time_s = served_hall_time_s() - 60;
    open = hall_do_open(h, paper);
    hall_wait(h, 30);
    hall_draft(h, EVENT_ANNOUNCE)->announce.open = open;
    h->draft->announce.what = 1;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return open;
}

struct span
served_hall_sign(struct served_hall *f, const struct hall_signer *signers,
                 size_t count)
{
    char **note = &f->notes[f->note_count];

    assert_true(f->note_count < SERVED_HALL_NOTES_MAX);
    hall_sign(f->hall, signers, count);
    *note = malloc(f->hall->note_len);
    assert_non_null(*note);
    f->note_count++;
    memcpy(*note, f->hall->note, f->hall->note_len);
    return span_of(*note, f->hall->note_len);
}

void
served_hall_send(struct served_hall *f, struct http_client_reply *reply,
                 struct span note)
{
    http_client_ask(reply, f->port, "/event", note);
}

uint64_t
served_hall_assert_receipt(const struct served_hall *f,
                           const struct http_client_reply *reply,
                           struct span note)
{
    char line[EVENT_SERVER_LINE_MAX];
    struct ed25519_public public;
    struct checkpoint checkpoint;
    struct tlog_proof proof;
    struct note_key key;
    struct hash32 leaf;
    struct note parsed;
    size_t line_len;

    if (reply->status != 200)
        fail_msg("%s", reply->bytes);
    assert_ok(tlog_proof_parse(&proof, reply->body));
    assert_ok(base64_decode((uint8_t *)line, sizeof line, &line_len,
                            proof.extra_base64));
    hash_leaf_parts(&leaf, (struct span[]){span_of(line, line_len), note}, 2);
    ed25519_public(&public, &f->hall->log_key);
    assert_ok(
        note_key_make(&key, span_text(HALL_ORIGIN), NOTE_KEY_ED25519, &public));
    assert_ok(tlog_proof_verify(&checkpoint, &parsed, &proof, &leaf,
                                span_text(HALL_ORIGIN), &key));
    return proof.index;
}

void
served_hall_assert_refused(const struct served_hall *f,
                           const struct http_client_reply *reply,
                           struct span note, enum refusal want)
{
    struct ed25519_public key;
    struct refusal_note refusal;
    struct hash32 sha256;

    ed25519_public(&key, &f->hall->log_key);
    if (refusal_note_open(&refusal, reply->body, span_text(HALL_ORIGIN), &key))
        fail_msg("%s", reply->bytes);
    if (refusal.refusal != want)
        fail_msg("%s", refusal_code(refusal.refusal));
    hash_sha256(&sha256, note.ptr, note.len);
    assert_true(hash_eq(&sha256, &refusal.submitted));
}

void
served_hall_get(struct served_hall *f, struct http_client_reply *reply,
                const char *path, unsigned want)
{
    http_client_ask(reply, f->port, path, span_of(NULL, 0));
    if (reply->status != want)
        fail_msg("%s: %s", path, reply->bytes);
}

void
served_hall_get_with(struct served_hall *f, struct http_client_reply *reply,
                     const char *path, const char *type, const char *caching,
                     bool open)
{
    served_hall_get(f, reply, path, 200);
    if (!http_client_has(reply, type) || !http_client_has(reply, caching) ||
        http_client_has(reply, "Access-Control-Allow-Origin: *") != open)
        fail_msg("%s: %s", path, reply->bytes);
}
