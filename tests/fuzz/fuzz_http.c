/*
 * Goal: whatever bytes come over a connection, the handler is asked for the
 * plain requests at their beginning and for nothing else, as a reader that
 * knows only the grammar finds them; and every answer is well formed.
 *
 * The first byte says in how large pieces the rest is sent.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"
#include "tests/support/http_reader.h"
#include "voting/http/http.h"

enum {
    REQUESTS_MAX = 512,
    BODY_MAX = 1000,
    ANSWERS_MAX = 1 << 20,
    QUIET_TURNS = 6, /* after which nothing more is expected */
    INPUT_MAX = 1 << 16,
};

static struct http_server *server;
static struct http_reply *reply;
static struct http_reply *refusal;
static struct http_request *kept;
static struct http_read wanted[REQUESTS_MAX];
static size_t wanted_count;
static bool ends_badly; /* what follows those is whole and not plain */
static size_t asked;
static char answers[ANSWERS_MAX];
static size_t answers_len;

/* ---- The handler --------------------------------------------------------- */

static size_t
body_max(void *context, enum http_method method, struct span path)
{
    (void)context;
    (void)path;
    return method == HTTP_POST ? BODY_MAX : 0;
}

static void
handle(void *context, struct http_request *request)
{
    const struct http_read *want = &wanted[asked];
    struct span method = span_text("GET");

    (void)context;
    assert(asked < wanted_count);
    asked++;
    assert(span_eq(http_path(request), want->target));
    assert(span_eq(http_body(request), want->body));
    if (http_method(request) == HTTP_POST)
        method = span_text("POST");
    if (http_method(request) != HTTP_OTHER)
        assert(span_eq(method, want->method) ||
               span_eq(span_text("HEAD"), want->method));
    (void)http_accepts(request, HTTP_GZIP);
    assert(!kept);
    if (want->target.len % 2 == 0)
        kept = request;
    else
        http_answer(request, reply);
}

static struct http_reply *
refuse(void *context, unsigned status)
{
    (void)context;
    assert(status == 400 || status == 413 || status == 431);
    return refusal;
}

static struct http_reply *
make_reply(unsigned status)
{
    const struct http_content content = {
        .status = status,
        .type = "text/plain; charset=utf-8",
        .etag = "tag",
        .body = span_text("answer\n"),
    };
    struct http_reply *made = NULL;

    if (http_reply_new(&made, &content))
        abort();
    return made;
}

static void
open_server(void)
{
    const struct http_options options = {
        .address = "127.0.0.1",
        .handler = {body_max, handle, refuse, NULL},
    };

    if (http_open(&server, &options))
        abort();
    reply = make_reply(200);
    refusal = make_reply(400);
}

static void
read_input(struct span input)
{
    enum http_found found = HTTP_FOUND_ONE;

    wanted_count = 0;
    while (wanted_count < REQUESTS_MAX && found == HTTP_FOUND_ONE) {
        found = http_reader_take(&wanted[wanted_count], &input, BODY_MAX);
        wanted_count += found == HTTP_FOUND_ONE;
    }
    ends_badly = found == HTTP_FOUND_BAD;
}

/* ---- The connection ------------------------------------------------------ */

static int
connect_to_server(void)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET,
        .sin_port = htons(http_port(server)),
        .sin_addr = {htonl(INADDR_LOOPBACK)},
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct linger none = {1, 0}; /* so that no port stays taken */
    int yes = 1;                 /* so that pieces arrive when they are sent */

    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) ||
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none))
        abort();
    return fd;
}

/* One turn; whether anything happened. */
static bool
turn(int fd, bool *closed)
{
    size_t asked_before = asked;
    ssize_t n;

    if (http_turn(server, 0))
        abort();
    if (kept) {
        struct http_request *request = kept;

        kept = NULL;
        http_answer(request, reply);
    }
    n = recv(fd, answers + answers_len, ANSWERS_MAX - answers_len,
             MSG_DONTWAIT);
    if (n == 0)
        *closed = true;
    if (n > 0)
        answers_len += (size_t)n;
    return n > 0 || asked != asked_before;
}

/* Sends a piece, if there is room for it. */
static void
send_piece(int fd, struct span *input, size_t piece)
{
    size_t len = piece && piece < input->len ? piece : input->len;
    ssize_t n = send(fd, input->ptr, len, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (n > 0)
        *input = span_from(*input, (size_t)n);
}

/* Sends it all in such pieces, and hears what comes; whether it was closed. */
static bool
converse(struct span input, size_t piece)
{
    int fd = connect_to_server();
    bool closed = false;

    while (input.len > 0 && !closed) {
        send_piece(fd, &input, piece);
        (void)turn(fd, &closed);
    }
    for (int quiet = 0; quiet < QUIET_TURNS && !closed;)
        quiet = turn(fd, &closed) ? 0 : quiet + 1;
    close(fd);
    for (int quiet = 0; quiet < 2; quiet++)
        if (http_turn(server, 0))
            abort();
    assert(http_pending(server) == 0);
    return closed;
}

/* ---- Answers ------------------------------------------------------------- */

struct answer {
    unsigned status;
    bool closes;
    bool ours; /* not one that the library makes itself */
    size_t length;
    bool has_length;
};

static void
read_answer_field(struct answer *answer, struct span line)
{
    struct span name = span_head(line, span_find(line, ':'));
    struct span value = span_from(line, name.len);

    assert(http_reader_is_token(name) && span_starts_with(value, ": "));
    value = span_from(value, 2);
    for (size_t i = 0; i < value.len; i++)
        assert((unsigned char)value.ptr[i] >= 0x20);
    if (http_reader_is_called(name, "connection"))
        answer->closes = span_eq(value, span_text("close"));
    if (http_reader_is_called(name, "content-security-policy"))
        answer->ours = true;
    if (http_reader_is_called(name, "content-length")) {
        assert(!answer->has_length && value.len > 0 && value.len < 10);
        answer->has_length = true;
        answer->length = strtoul(value.ptr, NULL, 10);
    }
}

/* Cuts an answer's head off; it must be whole. */
static struct answer
take_answer(struct span *rest)
{
    struct answer answer = {0};
    struct span line;

    assert(http_reader_line(&line, rest) && http_reader_end(&line));
    assert(line.len > 13 && span_starts_with(line, "HTTP/1.1 "));
    answer.status = (unsigned)strtoul(line.ptr + 9, NULL, 10);
    assert(answer.status >= 100 && answer.status < 600);
    for (;;) {
        assert(http_reader_line(&line, rest) && http_reader_end(&line));
        if (line.len == 0)
            return answer;
        read_answer_field(&answer, line);
    }
}

/* The answers to what was asked, then at most one that ends it. */
static void
check_answers(bool closed)
{
    struct span rest = span_of(answers, answers_len);
    size_t answered = 0;
    struct answer answer = {0};

    while (rest.len > 0) {
        bool head_only = answered < asked &&
                         span_eq(wanted[answered].method, span_text("HEAD"));

        assert(!answer.closes);
        answer = take_answer(&rest);
        if (answer.status == 100)
            continue;
        answered++;
        if (answered > asked) {
            /* What refuses a request for a head has no body. */
            assert(answer.status >= 400 && answer.closes && closed);
            assert(!answer.ours || rest.len == 0 || rest.len == answer.length);
            break;
        }
        assert(answer.ours && (answer.status == 200 || answer.status == 304));
        if (!head_only && answer.status != 304) {
            assert(answer.has_length && rest.len >= answer.length);
            rest = span_from(rest, answer.length);
        }
    }
    assert(answered == asked || answered == asked + 1);
    assert(asked == wanted_count || answer.closes);
    assert(!ends_badly || closed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = span_of(data, size);
    bool closed;

    if (size < 1 || size > INPUT_MAX)
        return -1;
    if (!server)
        open_server();
    asked = 0;
    answers_len = 0;
    input = span_from(input, 1);
    read_input(input);
    closed = converse(input, data[0]);
    check_answers(closed);
    return 0;
}
