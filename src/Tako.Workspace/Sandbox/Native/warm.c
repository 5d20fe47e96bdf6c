/* A warm limb: one command after another in the same namespaces. */
#include "limb.h"

static void woken(int signal)
{
    (void)signal;
}

/* Passes on what a pipe holds; closes it at its end. Returns whether there was anything. */
static int relay_output(int *fd, char kind)
{
    static char buffer[1 << 16];
    ssize_t n = *fd < 0 ? -1 : read(*fd, buffer, sizeof buffer);
    if (n > 0) {
        frame(caller_fd, kind, buffer, (uint32_t)n);
        return 1;
    }
    if (*fd >= 0 && (n == 0 || (errno != EAGAIN && errno != EINTR))) {
        close(*fd);
        *fd = -1;
    }
    return 0;
}

/* Reaps whoever has ended; true when the command is among them. */
static int reap(pid_t command, int *status)
{
    int found = 0, one;
    for (pid_t ended; (ended = waitpid(-1, &one, WNOHANG)) > 0;) {
        if (ended == command) {
            *status = one;
            found = 1;
        }
    }
    return found;
}

static void serve_command(char **environment, char **arguments, const struct record *limits, const char *folder, const sigset_t *open)
{
    int out[2], err[2], status = 0, ended = 0;
    check(pipe2(out, O_CLOEXEC), "pipe", "output");
    check(pipe2(err, O_CLOEXEC), "pipe", "errors");
    pid_t command = fork();
    check(command, "start command", "fork");
    if (command == 0) {
        check(dup2(out[1], 1), "pipe", "output");
        check(dup2(err[1], 2), "pipe", "errors");
        check(chdir(folder), "enter the working directory", folder);
        run_command(environment, arguments, limits);
    }
    close(out[1]);
    close(err[1]);
    struct pollfd watch[3] = { { out[0], POLLIN, 0 }, { err[0], POLLIN, 0 }, { 0, 0, 0 } };
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    fcntl(err[0], F_SETFL, O_NONBLOCK);
    while (!ended) {
        if (ppoll(watch, 3, NULL, open) > 0 && (watch[2].revents & (POLLHUP | POLLERR | POLLNVAL)))
            _exit(0);                                      /* the caller is gone or has had enough */
        relay_output(&watch[0].fd, '1');
        relay_output(&watch[1].fd, '2');
        ended = reap(command, &status);
    }
    /* Servers it left behind may hold the pipes open for ever: what is in them now is the command's. */
    while (relay_output(&watch[0].fd, '1') | relay_output(&watch[1].fd, '2'))
        ;
    close(watch[0].fd);
    close(watch[1].fd);
    frame(caller_fd, 'X', &status, sizeof status);
}

NORETURN void serve(void)
{
    static struct record r, limits, variables, folder;
    static char *none[1];
    variables.field[0] = none[0];
    limits.field[0] = limits.field[1] = limits.field[2] = (char[1]){ 0 };
    status_fd = caller_fd;
    struct sigaction wake = { .sa_handler = woken };
    sigset_t child, open;
    sigemptyset(&open);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigaction(SIGCHLD, &wake, NULL);
    sigprocmask(SIG_BLOCK, &child, NULL);
    frame(caller_fd, 'W', NULL, 0);
    for (int ignored;;) {
        struct pollfd input = { 0, POLLIN, 0 };
        reap(-1, &ignored);
        if (!is_read_ahead() && ppoll(&input, 1, NULL, &open) < 0)
            continue;
        read_record(&r);
        switch (r.op) {
        case 'e': variables = r; memset(&r, 0, sizeof r); break;
        case 'r': need(&r, 3); limits = r; memset(&r, 0, sizeof r); break;
        case 'c': need(&r, 1); folder = r; memset(&r, 0, sizeof r); break;
        case 'X': need(&r, 1); serve_command(variables.field, r.field, &limits, folder.count ? folder.field[0] : "/", &open); break;
        default: errno = EPROTO; fail("read the plan", "unknown operation");
        }
    }
}
