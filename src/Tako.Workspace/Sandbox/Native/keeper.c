/* The process outside: relays what is said inside and ends it. */
#include "limb.h"

static void write_map(pid_t child, const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)child, name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    check(fd, "map users", name);
    check(write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -1, "map users", name);
    close(fd);
}

void map_users(pid_t child, int full)
{
    char text[64];
    if (full) {
        write_map(child, "uid_map", "0 0 4294967295");
        write_map(child, "gid_map", "0 0 4294967295");
        return;
    }
    write_map(child, "setgroups", "deny");
    snprintf(text, sizeof text, "%u %u 1", (unsigned)geteuid(), (unsigned)geteuid());
    write_map(child, "uid_map", text);
    snprintf(text, sizeof text, "%u %u 1", (unsigned)getegid(), (unsigned)getegid());
    write_map(child, "gid_map", text);
}

static int ended;              /* the command's wait status has come */
static unsigned char last[9];  /* it is passed on behind all output */

static void relay_status(int from, pid_t child, int hold)
{
    static unsigned char held[4096];
    static size_t count;
    ssize_t n = read(from, held + count, sizeof held - count);
    if (n <= 0)
        return;
    count += (size_t)n;
    uint32_t length;
    while (count >= 5 && (memcpy(&length, held + 1, 4), count >= 5 + (size_t)length)) {
        if (held[0] == 'L' || held[0] == 'H') {
            int32_t outside = child;
            memcpy(held + 5, &outside, sizeof outside);
        }
        if (held[0] == 'X' && length == 4 && hold) {
            ended = 2;
            memcpy(last, held, sizeof last);
        } else {
            ended |= held[0] == 'X';
            write_all(1, held, 5 + length);
        }
        count -= 5 + length;
        memmove(held, held + 5 + length, count);
    }
}

/* Without a process namespace: whoever lost its parent has become the keeper's child, and is ended here. */
static void end_orphans(void)
{
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    for (int round = 0; round < 1000; round++) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
        if (fd >= 0)
            close(fd);
        if (n <= 0)
            return;
        text[n] = 0;
        char *at = text, *end;
        for (long pid = strtol(at, &end, 10); end != at; at = end, pid = strtol(at, &end, 10))
            if (*end)                      /* a number cut off at the buffer's end may be another process */
                kill((pid_t)pid, SIGKILL);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        poll(NULL, 0, 1);
    }
}

/* Returns when all of the run is gone and another may follow. */
void keep(pid_t child, int out, int err, int status, int isolated)
{
    static char buffer[1 << 16];
    int wanted = 1;
    ended = 0;
    struct pollfd watch[4] = { { out, POLLIN, 0 }, { err, POLLIN, 0 }, { status, POLLIN, 0 }, { 0, 0, 0 } };
    while (watch[0].fd >= 0 || watch[1].fd >= 0 || watch[2].fd >= 0) {
        if (poll(watch, 4, -1) < 0 && errno != EINTR)
            break;
        if (watch[3].fd >= 0 && (watch[3].revents & (POLLHUP | POLLERR | POLLNVAL))) {
            kill(child, SIGKILL);          /* the caller is gone or has had enough */
            watch[3].fd = -1;
            wanted = 0;
        }
        for (int i = 0; i < 3; i++) {
            if (watch[i].fd < 0 || !(watch[i].revents & (POLLIN | POLLHUP | POLLERR)))
                continue;
            if (i == 2 && (watch[i].revents & POLLIN)) {
                relay_status(watch[i].fd, child, isolated);
                continue;
            }
            ssize_t n = i == 2 ? 0 : read(watch[i].fd, buffer, sizeof buffer);
            if (n < 0 && errno == EINTR)
                continue;
            if (n <= 0) {
                close(watch[i].fd);
                watch[i].fd = -1;
                if (i == 2 && !isolated)
                    end_orphans();
            } else {
                frame(1, i == 0 ? '1' : '2', buffer, (uint32_t)n);
            }
        }
        if (ended == 2 && watch[0].fd < 0 && watch[1].fd < 0) {
            write_all(1, last, sizeof last);
            ended = 1;
        }
    }
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    if (!ended || !wanted || !isolated)
        _exit(0);
    frame(1, 'Z', NULL, 0);
}
