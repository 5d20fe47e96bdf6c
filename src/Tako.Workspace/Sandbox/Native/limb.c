/* One list after another: the namespaces, and who is in them. The protocol is in limb.h. */
#include "limb.h"
#include <sched.h>

int status_fd = 1;
int caller_fd = -1;
int root_fd = -1;
const char *uid_text, *gid_text;
uid_t run_uid;
gid_t run_gid;

/* Inherited descriptors of the caller are no business of the command. */
static void close_others(void)
{
    if (syscall(436, 3u, ~0u, 0u) == 0)
        return;
    for (int fd = 3; fd < 1024; fd++)
        close(fd);
}

static void run_plan(void)
{
    static struct record first;
    read_record(&first);
    errno = EPROTO;
    if (first.op != 'S' || first.count < 3)
        fail("read the plan", "settings first");
    int isolated = strcmp(first.field[0], "namespaces") == 0;
    uid_text = first.field[1];
    gid_text = first.field[2];
    run_uid = (uid_t)strtoul(uid_text, NULL, 10);
    run_gid = (gid_t)strtoul(gid_text, NULL, 10);

    int out[2], err[2], status[2], mapped[2];
    check(pipe2(out, O_CLOEXEC), "pipe", "output");
    check(pipe2(err, O_CLOEXEC), "pipe", "errors");
    check(pipe2(status, O_CLOEXEC), "pipe", "status");
    check(pipe2(mapped, O_CLOEXEC), "pipe", "map");
    unsigned long flags = SIGCHLD;
    if (!isolated)
        check(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "adopt orphans", "prctl");
    else
        flags |= CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
    pid_t child = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
    check(child, isolated ? "make namespaces" : "start", "clone");
    if (child == 0) {
        char go;
        close(mapped[1]);
        if (read(mapped[0], &go, 1) != 1)
            _exit(125);
        close(mapped[0]);
        status_fd = fcntl(status[1], F_DUPFD_CLOEXEC, 3);
        caller_fd = fcntl(1, F_DUPFD_CLOEXEC, 3);
        dup2(out[1], 1);
        dup2(err[1], 2);
        close(out[0]); close(out[1]); close(err[0]); close(err[1]); close(status[0]); close(status[1]);
        first_process(isolated);
    }
    close(out[1]); close(err[1]); close(status[1]); close(mapped[0]);
    if (isolated)
        map_users(child, geteuid() == 0);
    check(write(mapped[1], "g", 1) == 1 ? 0 : -1, "map users", "signal");
    close(mapped[1]);
    keep(child, out[0], err[0], status[0], isolated);
}

int main(void)
{
    close_others();
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    while (more_plans())
        run_plan();
    return 0;
}
