/* The first process inside: puts the shadow together and buries what the command leaves. */
#include "limb.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>

static void loopback_up(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(fd, "loopback", "socket");
    struct ifreq lo = { .ifr_flags = IFF_UP | IFF_RUNNING };
    memcpy(lo.ifr_name, "lo", 3);
    check(ioctl(fd, SIOCSIFFLAGS, &lo), "loopback", "up");
    close(fd);
}

static void listen_inside(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check(fd, "listen for the proxy", "socket");
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    check(bind(fd, (struct sockaddr *)&at, size), "listen for the proxy", "bind");
    check(listen(fd, 128), "listen for the proxy", "listen");
    check(getsockname(fd, (struct sockaddr *)&at, &size), "listen for the proxy", "name");
    int32_t answer[3] = { 0, fd, ntohs(at.sin_port) };     /* the keeper fills in this process's number as seen outside */
    frame(status_fd, 'L', answer, sizeof answer);
    struct record go = { 0 };
    read_record(&go);                                      /* the caller has taken the socket over */
    close(fd);
}

/* The caller opens the folders it wants to read or write from outside while the old root is still there. */
static void show_shadow(void)
{
    int32_t answer = 0;                                    /* the keeper fills in this process's number as seen outside */
    frame(status_fd, 'H', &answer, sizeof answer);
    struct record go = { 0 };
    read_record(&go);
}

NORETURN void run_command(char **environment, char **arguments, const struct record *limits)
{
    int none = open("/dev/null", O_RDONLY | O_CLOEXEC);
    check(none, "close input", "/dev/null");
    check(dup2(none, 0), "close input", "dup2");
    check(setsid(), "own session", "setsid");
    sigset_t no_signals;
    sigemptyset(&no_signals);
    sigprocmask(SIG_SETMASK, &no_signals, NULL);
    limit(RLIMIT_CPU, limits->field[0], "processor time");
    limit(RLIMIT_FSIZE, limits->field[1], "file size");
    limit(RLIMIT_NPROC, limits->field[2], "processes");
    limit(RLIMIT_CORE, "0", "core");
    environ = environment;
    execvpe(arguments[0], arguments, environment);
    fail("start command", arguments[0]);
}

NORETURN void first_process(int isolated)
{
    int warm = 0;
    static struct record r, limits, variables;
    static char *empty[1];
    variables.field[0] = empty[0];
    limits.field[0] = limits.field[1] = limits.field[2] = (char[1]){ 0 };
    if (isolated) {
        check(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts", "/");
        loopback_up();
        check(sethostname("limb", 4), "name of the machine", "sethostname");
    }
    for (;;) {
        read_record(&r);
        switch (r.op) {
        case 's': need(&r, 2); check(mount("tako", r.field[0], "tmpfs", MS_NOSUID | MS_NODEV, r.field[1]), "scratch", r.field[0]); break;
        case 'b': need(&r, 2); bind_tree(r.field[0], r.field[1], 0, 1); break;
        case 'w': need(&r, 2); bind_tree(r.field[0], r.field[1], 1, 0); break;
        case 'm': make_folder(&r); break;
        case 'k': need(&r, 1); make_file(r.field[0]); break;
        case 'l': need(&r, 2); check(symlink(r.field[0], r.field[1]), "link", r.field[1]); break;
        case 'o': mount_overlay(&r); break;
        case 'p': need(&r, 1); check(mount("proc", r.field[0], "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL), "proc", r.field[0]); break;
        case 'y': need(&r, 1); check(mount("devpts", r.field[0], "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620"), "terminals", r.field[0]); break;
        case 'R': need(&r, 1); if (root_fd >= 0) close(root_fd);
            root_fd = open(r.field[0], O_PATH | O_DIRECTORY | O_CLOEXEC); check(root_fd, "open repository", r.field[0]); break;
        case 'f': write_staged(&r); break;
        case 'd': need(&r, 1); delete_staged(r.field[0]); break;
        case 'P': need(&r, 1); check(chdir(r.field[0]), "enter", r.field[0]);
            check((int)syscall(SYS_pivot_root, ".", "."), "change root", r.field[0]);
            check(umount2(".", MNT_DETACH), "detach the old root", "/"); check(chdir("/"), "enter", "/"); break;
        case 'n': listen_inside(); break;
        case 'H': show_shadow(); break;
        case 'c': need(&r, 1); check(chdir(r.field[0]), "enter the working directory", r.field[0]); break;
        case 'e': variables = r; memset(&r, 0, sizeof r); break;
        case 'r': need(&r, 3); limits = r; memset(&r, 0, sizeof r); break;
        case 'G': give_up(isolated); break;
        case 'A': landlock(&r); break;
        case 'W': warm = 1; goto run;
        case 'X': need(&r, 1); goto run;
        default: errno = EPROTO; fail("read the plan", "unknown operation");
        }
    }
run:
    if (root_fd >= 0)
        close(root_fd);
    filter_calls();
    check(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "protect the first process", "prctl");
    /* After the last change of credentials, which clears it; the keeper may have died before. */
    check(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "die with the keeper", "prctl");
    struct pollfd keeper = { .fd = status_fd };
    if (poll(&keeper, 1, 0) < 0 || (keeper.revents & POLLERR))
        _exit(125);
    if (warm)
        serve();
    pid_t command = fork();
    check(command, "start command", "fork");
    if (command == 0)
        run_command(variables.field, r.field, &limits);
    close(0);
    close(1);
    close(2);
    for (;;) {
        int status;
        pid_t ended = waitpid(-1, &status, 0);
        if (ended < 0 && errno != EINTR)
            _exit(125);
        if (ended != command)
            continue;
        /* Only where this kills nobody but the run: then all is gone before the answer, and not only with the namespace. */
        if (isolated && getpid() == 1) {
            kill(-1, SIGKILL);
            while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
                ;
        }
        frame(status_fd, 'X', &status, sizeof status);
        _exit(0);
    }
}
