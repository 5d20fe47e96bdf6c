/* Reads the list of operations and answers in frames. */
#include "limb.h"
#include <sys/uio.h>

void write_all(int fd, const void *bytes, size_t count)
{
    const char *at = bytes;
    while (count > 0) {
        ssize_t n = write(fd, at, count);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(125);
        at += n;
        count -= (size_t)n;
    }
}

void frame(int fd, char kind, const void *bytes, uint32_t length)
{
    unsigned char head[5] = { (unsigned char)kind };
    memcpy(head + 1, &length, 4);
    struct iovec parts[2] = { { head, sizeof head }, { (void *)(uintptr_t)bytes, length } };
    ssize_t n;
    do
        n = writev(fd, parts, 2);                          /* in one piece: whoever reads wakes once */
    while (n < 0 && errno == EINTR);
    if (n < 0)
        _exit(125);
    size_t written = (size_t)n, of_head = written < sizeof head ? written : sizeof head;
    write_all(fd, head + of_head, sizeof head - of_head);
    write_all(fd, (const char *)bytes + (written - of_head), length - (written - of_head));
}

NORETURN void fail(const char *step, const char *what)
{
    char text[512];
    int n = snprintf(text, sizeof text, "%s: %s: %s", step, what, strerror(errno));
    frame(status_fd, '!', text, (uint32_t)(n < (int)sizeof text ? n : (int)sizeof text - 1));
    _exit(125);
}

void check(int result, const char *step, const char *what)
{
    if (result < 0)
        fail(step, what);
}

/* Read ahead: the caller sends nothing of the next run before this one is over. */
static char ahead[1 << 16];
static size_t ahead_at, ahead_end;

static ssize_t read_some(void *into, size_t count)
{
    ssize_t n;
    do
        n = read(0, into, count);
    while (n < 0 && errno == EINTR);
    return n;
}

static void read_exact(void *into, size_t count)
{
    char *at = into;
    while (count > 0) {
        if (ahead_at == ahead_end && count < sizeof ahead) {
            ssize_t n = read_some(ahead, sizeof ahead);
            ahead_at = 0;
            ahead_end = n > 0 ? (size_t)n : 0;
            errno = n == 0 ? EPIPE : errno;
        }
        size_t part = ahead_end - ahead_at < count ? ahead_end - ahead_at : count;
        memcpy(at, ahead + ahead_at, part);
        ahead_at += part;
        if (part == 0 && count >= sizeof ahead) {
            ssize_t n = read_some(at, count);
            errno = n == 0 ? EPIPE : errno;
            part = n > 0 ? (size_t)n : 0;
        }
        if (part == 0)
            fail("read the plan", "standard input");
        at += part;
        count -= part;
    }
}

/* Whether a plan follows; the caller may also have none any more. */
int more_plans(void)
{
    ssize_t n = read_some(ahead, sizeof ahead);
    ahead_at = 0;
    ahead_end = n > 0 ? (size_t)n : 0;
    return n > 0;
}

/* Something is here that needs no waiting. */
int is_read_ahead(void)
{
    return ahead_at != ahead_end;
}

void read_record(struct record *into)
{
    for (uint32_t i = 0; i < into->count; i++)
        free(into->field[i]);
    into->count = 0;
    unsigned char head[5];
    read_exact(head, sizeof head);
    into->op = head[0];
    uint32_t count;
    memcpy(&count, head + 1, 4);
    errno = E2BIG;
    if (count > MAX_FIELDS)
        fail("read the plan", "too many fields");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t length;
        read_exact(&length, 4);
        errno = E2BIG;
        if (length > MAX_FIELD)
            fail("read the plan", "field too long");
        char *bytes = malloc((size_t)length + 1);
        if (!bytes)
            fail("read the plan", "memory");
        read_exact(bytes, length);
        bytes[length] = 0;
        into->field[i] = bytes;
        into->length[i] = length;
        into->count = i + 1;
    }
    into->field[count] = NULL;
}

void need(const struct record *r, uint32_t fields)
{
    errno = EPROTO;
    if (r->count < fields)
        fail("read the plan", "fields missing");
}
