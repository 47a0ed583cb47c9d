#include "voting/fetch/fetch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#include "voting/fetch/fetch_bytes.h"
#include "voting/fetch/fetch_retry.h"

enum {
    TIME_MS = 30000,
    CONNECT_MS = 10000,
};

/* A request, from the queue to its answer. */
struct transfer {
    struct transfer *next;
    CURL *easy; /* while it is under way */
    int64_t due_ms;
    unsigned attempts_max;
    unsigned time_ms;
    bool post;
    bool here; /* to this machine itself */
    void (*done)(void *context, const struct fetch_answer *answer);
    void *context;
    struct curl_slist *headers;
    char *body; /* of the request */
    size_t body_len;
    struct fetch_bytes bytes; /* of the answer */
    char type[FETCH_TYPE_MAX];
    struct fetch_answer answer;
    char error[CURL_ERROR_SIZE];
    char address[FETCH_ADDRESS_MAX];
};

struct fetch {
    CURLM *multi;
    char *ca_file;
    unsigned parallel;
    unsigned running;
    struct transfer *waiting; /* in order */
    struct transfer *under_way;
    struct transfer *kept; /* whose answer is borrowed */
};

static int64_t
now_ms(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_MONOTONIC, &t))
        return 0;
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- Opening and closing --------------------------------------------------*/

enum err
fetch_open(struct fetch **out, const struct fetch_options *options)
{
    static const struct fetch_options none = {0};
    struct fetch *f;

    *out = NULL;
    if (!options)
        options = &none;
    if (options->ca_file && access(options->ca_file, R_OK))
        return ERR_NOTFOUND;
    f = calloc(1, sizeof *f);
    if (!f)
        return ERR_NOMEM;
    if (curl_global_init(CURL_GLOBAL_DEFAULT)) {
        free(f);
        return ERR_IO;
    }
    f->parallel = options->parallel ? options->parallel : FETCH_PARALLEL;
    f->multi = curl_multi_init();
    if (options->ca_file)
        f->ca_file = strdup(options->ca_file);
    if (!f->multi || (options->ca_file && !f->ca_file)) {
        fetch_close(f);
        return ERR_NOMEM;
    }
    *out = f;
    return OK;
}

static void
transfer_free(struct transfer *t)
{
    if (!t)
        return;
    curl_slist_free_all(t->headers);
    if (t->easy)
        curl_easy_cleanup(t->easy);
    free(t->body);
    fetch_bytes_free(&t->bytes);
    free(t);
}

static void
free_all(struct transfer **list)
{
    while (*list) {
        struct transfer *t = *list;

        *list = t->next;
        transfer_free(t);
    }
}

static void
detach(struct fetch *f, struct transfer *t)
{
    curl_multi_remove_handle(f->multi, t->easy);
    curl_easy_cleanup(t->easy);
    t->easy = NULL;
    f->running--;
}

void
fetch_cancel(struct fetch *f)
{
    for (struct transfer *t = f->under_way; t; t = t->next)
        detach(f, t);
    free_all(&f->under_way);
    free_all(&f->waiting);
}

void
fetch_close(struct fetch *f)
{
    if (!f)
        return;
    fetch_cancel(f);
    transfer_free(f->kept);
    if (f->multi)
        curl_multi_cleanup(f->multi);
    curl_global_cleanup();
    free(f->ca_file);
    free(f);
}

/* ---- One transfer ---------------------------------------------------------*/

static size_t
take_bytes(char *data, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t len = size * count;

    return fetch_bytes_add(&t->bytes, span_of(data, len)) ? 0 : len;
}

static bool
set_headers(struct transfer *t, const char *type)
{
    char line[FETCH_TYPE_MAX + 32];
    struct curl_slist *more;

    /* No waiting for "100 Continue": what is sent is small or wanted. */
    t->headers = curl_slist_append(NULL, "Expect:");
    if (!t->post || !t->headers)
        return t->headers;
    (void)snprintf(line, sizeof line, "Content-Type: %s",
                   type ? type : "application/octet-stream");
    more = curl_slist_append(t->headers, line);
    if (more)
        t->headers = more;
    return more;
}

static enum err
transfer_new(struct transfer **out, const struct fetch_request *request)
{
    struct transfer *t;

    *out = NULL;
    if (fetch_address_kind(request->address) == FETCH_ADDRESS_NONE)
        return ERR_INPUT;
    t = calloc(1, sizeof *t);
    if (!t)
        return ERR_NOMEM;
    memcpy(t->address, request->address, strlen(request->address) + 1);
    t->attempts_max = request->attempts ? request->attempts : 1;
    t->time_ms = request->time_ms ? request->time_ms : TIME_MS;
    t->post = request->post;
    t->here = fetch_address_is_here(request->address);
    t->done = request->done;
    t->context = request->context;
    t->bytes.max = request->answer_max;
    t->body_len = request->post ? request->body.len : 0;
    t->body = malloc(t->body_len + 1);
    if (!t->body || !set_headers(t, request->type)) {
        transfer_free(t);
        return ERR_NOMEM;
    }
    if (t->body_len > 0)
        memcpy(t->body, request->body.ptr, t->body_len);
    *out = t;
    return OK;
}

/* What holds for every request. */
static CURLcode
set_fixed(CURL *easy)
{
    static const struct {
        CURLoption option;
        long value;
    } fixed[] = {
        {CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS},
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_FOLLOWLOCATION, 0},
        {CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
        {CURLOPT_NETRC, CURL_NETRC_IGNORED},
        {CURLOPT_PATH_AS_IS, 1},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
    };
    CURLcode c = curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");

    for (size_t i = 0; i < sizeof fixed / sizeof *fixed && !c; i++)
        c = curl_easy_setopt(easy, fixed[i].option, fixed[i].value);
    return c;
}

/* Whether one of them could not be set. */
static bool
set_where(CURL *easy, const struct transfer *t, const char *ca_file)
{
    return curl_easy_setopt(easy, CURLOPT_URL, t->address) ||
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)t->time_ms) ||
           (ca_file && (curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file) ||
                        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL))) ||
           (t->here && curl_easy_setopt(easy, CURLOPT_PROXY, ""));
}

static bool
set_body(CURL *easy, struct transfer *t)
{
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers) ||
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes) ||
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, t) ||
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error) ||
           curl_easy_setopt(easy, CURLOPT_PRIVATE, t) ||
           (t->post && (curl_easy_setopt(easy, CURLOPT_POST, 1L) ||
                        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                         (curl_off_t)t->body_len) ||
                        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, t->body)));
}

/* Sends it. ERR_NOMEM, ERR_IO: it is where it was. */
static enum err
send_one(struct fetch *f, struct transfer *t)
{
    t->easy = curl_easy_init();
    if (!t->easy)
        return ERR_NOMEM;
    if (set_fixed(t->easy) || set_where(t->easy, t, f->ca_file) ||
        set_body(t->easy, t) || curl_multi_add_handle(f->multi, t->easy)) {
        curl_easy_cleanup(t->easy);
        t->easy = NULL;
        return ERR_IO;
    }
    fetch_bytes_clear(&t->bytes);
    t->error[0] = '\0';
    t->answer.attempts++;
    f->running++;
    return OK;
}

static enum fetch_fault
fault_of(const struct transfer *t, CURLcode code)
{
    if (t->bytes.too_long)
        return FETCH_FAULT_LENGTH;
    switch (code) {
    case CURLE_OK:
        return FETCH_ANSWERED;
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_HOST:
        return FETCH_FAULT_ADDRESS;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
        return FETCH_FAULT_CONNECT;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return FETCH_FAULT_CERTIFICATE;
    case CURLE_OPERATION_TIMEDOUT:
        return FETCH_FAULT_TIME;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
        return FETCH_FAULT_CUT;
    default:
        return FETCH_FAULT_OTHER;
    }
}

/* What came of one attempt. */
static void
read_answer(struct transfer *t, CURLcode code)
{
    struct fetch_answer *a = &t->answer;
    curl_off_t retry_after = 0;
    char *type = NULL;
    long status = 0;

    a->fault = fault_of(t, code);
    a->status = 0;
    a->retry_after_s = 0;
    a->body = (struct span){0};
    a->type = t->type;
    t->type[0] = '\0';
    a->why[0] = '\0';
    if (a->fault != FETCH_ANSWERED) {
        (void)snprintf(a->why, sizeof a->why, "%.*s", FETCH_WHY_MAX - 1,
                       t->error[0] ? t->error : curl_easy_strerror(code));
        return;
    }
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry_after);
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
    a->status = (unsigned)status;
    a->body = span_of(t->bytes.bytes, t->bytes.len);
    if (type)
        (void)snprintf(t->type, sizeof t->type, "%s", type);
    if (retry_after > 0)
        a->retry_after_s = retry_after < FETCH_RETRY_AFTER_MAX_S
                               ? (unsigned)retry_after
                               : FETCH_RETRY_AFTER_MAX_S;
}

/* ---- All of them ----------------------------------------------------------*/

static void
enqueue(struct transfer **list, struct transfer *t)
{
    while (*list)
        list = &(*list)->next;
    t->next = NULL;
    *list = t;
}

static void
unlink_from(struct transfer **list, const struct transfer *t)
{
    while (*list && *list != t)
        list = &(*list)->next;
    if (*list)
        *list = t->next;
}

enum err
fetch_start(struct fetch *f, const struct fetch_request *request)
{
    struct transfer *t;
    enum err e = transfer_new(&t, request);

    if (!e)
        enqueue(&f->waiting, t);
    return e;
}

size_t
fetch_pending(const struct fetch *f)
{
    size_t n = f->running;

    for (const struct transfer *t = f->waiting; t; t = t->next)
        n++;
    return n;
}

/* Sends what is due, as far as there are connections for it. */
static enum err
send_due(struct fetch *f)
{
    int64_t now = now_ms();
    struct transfer **at = &f->waiting;

    while (*at && f->running < f->parallel) {
        struct transfer *t = *at;
        enum err e;

        if (t->due_ms > now) {
            at = &t->next;
            continue;
        }
        e = send_one(f, t);
        if (e)
            return e;
        *at = t->next;
        enqueue(&f->under_way, t);
    }
    return OK;
}

/* The answer is the caller's for as long as its callback runs. */
static void
end_transfer(struct fetch *f, CURL *easy, CURLcode code)
{
    char *private = NULL;
    struct transfer *t;

    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    t = (struct transfer *)(void *)private;
    read_answer(t, code);
    unlink_from(&f->under_way, t);
    detach(f, t);
    if (!fetch_retry_is_final(&t->answer, t->attempts_max)) {
        t->due_ms = now_ms() + fetch_retry_pause_ms(&t->answer);
        enqueue(&f->waiting, t);
        return;
    }
    if (t->done)
        t->done(t->context, &t->answer);
    transfer_free(f->kept);
    f->kept = t;
}

/* How long there is nothing to send. */
static int
wait_ms(const struct fetch *f, unsigned max_wait_ms)
{
    int64_t now = now_ms();
    int64_t wait = max_wait_ms;

    if (f->running < f->parallel)
        for (const struct transfer *t = f->waiting; t; t = t->next)
            if (t->due_ms - now < wait)
                wait = t->due_ms > now ? t->due_ms - now : 0;
    return (int)wait;
}

enum err
fetch_turn(struct fetch *f, unsigned max_wait_ms)
{
    enum err e = send_due(f);
    CURLMsg *message;
    int running;
    int left;

    if (e)
        return e;
    if (curl_multi_perform(f->multi, &running))
        return ERR_IO;
    if ((unsigned)running == f->running &&
        curl_multi_poll(f->multi, NULL, 0, wait_ms(f, max_wait_ms), NULL))
        return ERR_IO;
    if (curl_multi_perform(f->multi, &running))
        return ERR_IO;
    while ((message = curl_multi_info_read(f->multi, &left)))
        if (message->msg == CURLMSG_DONE)
            end_transfer(f, message->easy_handle, message->data.result);
    return OK;
}

enum err
fetch_finish(struct fetch *f)
{
    enum err e = OK;

    while (!e && fetch_pending(f) > 0)
        e = fetch_turn(f, 1000);
    return e;
}

enum err
fetch_wait(struct fetch *f, struct fetch_answer *answer,
           const struct fetch_request *request)
{
    struct fetch_request one = *request;
    enum err e;

    *answer = (struct fetch_answer){.fault = FETCH_FAULT_OTHER, .type = ""};
    one.done = NULL;
    e = fetch_start(f, &one);
    if (!e)
        e = fetch_finish(f);
    if (e) {
        fetch_cancel(f);
        return e;
    }
    *answer = f->kept->answer;
    return OK;
}
