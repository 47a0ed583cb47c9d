/*
 * bare_http - what libmicrohttpd can do at most: a server that answers every
 * GET with the same bytes and does nothing else, in a loop like ours.
 *
 *     bare_http BYTES
 *
 * Prints the port that it listens on, and serves until it is killed.
 */
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BYTES_MAX = 1 << 20, WAIT_MS = 100 };

static struct MHD_Response *response;

static enum MHD_Result
answer(void *context, struct MHD_Connection *connection, const char *url,
       const char *method, const char *version, const char *bytes, size_t *len,
       void **request)
{
    (void)context;
    (void)url;
    (void)method;
    (void)version;
    (void)bytes;
    (void)len;
    if (!*request) { /* as the library wants it: the head first */
        *request = response;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int
main(int argc, char **argv)
{
    static char body[BYTES_MAX];
    size_t len = argc == 2 ? (size_t)strtoul(argv[1], NULL, 10) : 0;
    struct sockaddr_in address = {.sin_family = AF_INET};
    struct MHD_Daemon *daemon;

    if (len == 0 || len > sizeof body)
        return 2;
    memset(body, 'x', len);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    response =
        MHD_create_response_from_buffer(len, body, MHD_RESPMEM_PERSISTENT);
    daemon = MHD_start_daemon(
        MHD_USE_EPOLL, 0, NULL, NULL, answer, NULL, MHD_OPTION_SOCK_ADDR,
        &address, MHD_OPTION_CONNECTION_LIMIT, 2000U, MHD_OPTION_END);
    if (!response || !daemon)
        return 1;
    printf(
        "%u\n",
        (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    if (fflush(stdout))
        return 1;
    while (MHD_run_wait(daemon, WAIT_MS) == MHD_YES)
        ;
    return 1;
}
