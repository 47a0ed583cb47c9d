#include "voting/machine/input_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

enum { FIRST_ROOM = 16 * 1024 };

/* Doubles the room; the old bytes are wiped, since they may be secret. */
static enum err
grow(struct input_file *file, size_t *room, size_t max)
{
    size_t wanted = *room ? *room * 2 : FIRST_ROOM;
    char *bytes;

    if (wanted > max)
        wanted = max;
    bytes = malloc(wanted + 1);
    if (!bytes)
        return ERR_NOMEM;
    if (file->len)
        memcpy(bytes, file->bytes, file->len);
    if (file->bytes)
        sodium_memzero(file->bytes, *room);
    free(file->bytes);
    file->bytes = bytes;
    *room = wanted;
    return OK;
}

/* Up to `room` bytes, or whether there is one more if the file is full. */
static enum err
read_some(struct input_file *file, int fd, size_t room, size_t *got)
{
    char more;
    bool full = file->len == room;
    ssize_t n;

    do
        n = full ? read(fd, &more, 1)
                 : read(fd, file->bytes + file->len, room - file->len);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == EISDIR ? ERR_INPUT : ERR_IO;
    *got = (size_t)n;
    return full && n > 0 ? ERR_INPUT : OK;
}

static enum err
read_all(struct input_file *file, int fd, size_t max)
{
    size_t room = 0;
    size_t got = 1;
    enum err e = OK;

    while (!e && got > 0) {
        if (file->len == room && room < max)
            e = grow(file, &room, max);
        if (!e)
            e = read_some(file, fd, room, &got);
        if (!e)
            file->len += got;
    }
    if (!e)
        file->bytes[file->len] = '\0';
    return e;
}

enum err
input_file_read(struct input_file *out, const char *path, size_t max)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    enum err e;

    *out = (struct input_file){0};
    if (fd < 0)
        return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
    e = read_all(out, fd, max);
    if (!standard)
        close(fd);
    if (e)
        input_file_free(out);
    return e;
}

void
input_file_free(struct input_file *file)
{
    if (file->bytes)
        sodium_memzero(file->bytes, file->len);
    free(file->bytes);
    *file = (struct input_file){0};
}

struct span
input_file_span(const struct input_file *file)
{
    return span_of(file->bytes, file->len);
}
