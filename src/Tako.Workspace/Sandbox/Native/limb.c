/*
 * limb: runs one command in a shadow of a repository.
 *
 * It reads a list of operations from standard input, carries them out as the first process of fresh namespaces, drops
 * everything it could do harm with, and runs the command. What to mount where is decided by the caller; here is only how.
 *
 *   input    u8 operation, u32 count of fields, then each field as u32 length and bytes (little endian)
 *   output   u8 kind, u32 length, bytes: '1' and '2' the command's streams, '!' a step that failed, 'L' a listening socket,
 *            'H' the shadow is mounted and can be looked at, 'W' the warm limb takes commands,
 *            'X' the command's wait status: nothing of it is left (but in a warm limb),
 *            'Z' the namespaces are gone as well and the next list may come
 *
 * Two processes stay: the keeper outside (relays output, kills the rest when its own input closes) and the first process
 * inside (reaps orphans; when it ends the kernel kills whatever is left of the process namespace). The keeper serves one run
 * after another, as long as each ends by itself: it is in a control group, and entering one costs more than a whole run.
 * A list may stop in the middle for as long as the caller likes: what every run needs is then mounted before the run is known.
 * A warm limb ('W' in place of 'X') takes one command after another and keeps what they leave running.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Own numbers and structures: the headers of many stable distributions are older than their kernels. */
#define NR_OPEN_TREE 428
#define NR_MOVE_MOUNT 429
#define NR_OPENAT2 437
#define NR_MOUNT_SETATTR 442
#define NR_LANDLOCK_CREATE 444
#define NR_LANDLOCK_ADD 445
#define NR_LANDLOCK_RESTRICT 446
#define TREE_CLONE 1u
#define TREE_RECURSIVE 0x8000u
#define FROM_EMPTY_PATH 4u
#define ATTR_RDONLY 1u
#define ATTR_NOSUID 2u
#define BENEATH 8u
#define NO_MAGICLINKS 2u

struct attributes { uint64_t set, clear, propagation, userns; };
struct how { uint64_t flags, mode, resolve; };

#define MAX_FIELDS 4096u
#define MAX_FIELD (1u << 30)

struct record { unsigned char op; uint32_t count; char *field[MAX_FIELDS + 1]; uint32_t length[MAX_FIELDS + 1]; };

static int status_fd = 1;      /* where frames about set-up go: standard output before the clone, the keeper's pipe after */
static int caller_fd = -1;     /* the keeper's standard output: the first process of a warm limb answers by itself */
static int root_fd = -1;       /* the merged repository, once it is mounted */
static const char *uid_text, *gid_text;
static uid_t run_uid;
static gid_t run_gid;

static void write_all(int fd, const void *bytes, size_t count)
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

static void frame(int fd, char kind, const void *bytes, uint32_t length)
{
    unsigned char head[5] = { (unsigned char)kind };
    memcpy(head + 1, &length, 4);
    write_all(fd, head, sizeof head);
    write_all(fd, bytes, length);
}

static void __attribute__((noreturn)) fail(const char *step, const char *what)
{
    char text[512];
    int n = snprintf(text, sizeof text, "%s: %s: %s", step, what, strerror(errno));
    frame(status_fd, '!', text, (uint32_t)(n < (int)sizeof text ? n : (int)sizeof text - 1));
    _exit(125);
}

static void check(int result, const char *step, const char *what)
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
static int more_plans(void)
{
    ssize_t n = read_some(ahead, sizeof ahead);
    ahead_at = 0;
    ahead_end = n > 0 ? (size_t)n : 0;
    return n > 0;
}

static void read_record(struct record *into)
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

static void need(const struct record *r, uint32_t fields)
{
    errno = EPROTO;
    if (r->count < fields)
        fail("read the plan", "fields missing");
}

/* ---- mounts ---- */

static int clone_tree(const char *source, int recursive)
{
    return (int)syscall(NR_OPEN_TREE, AT_FDCWD, source,
        TREE_CLONE | O_CLOEXEC | AT_NO_AUTOMOUNT | (recursive ? TREE_RECURSIVE : 0u));
}

/* A detached clone is made read-only before anyone can see it, then attached. */
static void bind_tree(const char *source, const char *target, int writable, int recursive)
{
    int tree = clone_tree(source, recursive);
    check(tree, "open for bind", source);
    struct attributes a = { .set = writable ? ATTR_NOSUID : ATTR_RDONLY | ATTR_NOSUID };
    check((int)syscall(NR_MOUNT_SETATTR, tree, "", AT_EMPTY_PATH | (recursive ? TREE_RECURSIVE : 0u), &a, sizeof a),
        "restrict mount", source);
    check((int)syscall(NR_MOVE_MOUNT, tree, "", AT_FDCWD, target, FROM_EMPTY_PATH), "bind", target);
    close(tree);
}

/* Directories are named by descriptor, so that no character of a path can be taken for an option. */
static void mount_overlay(const struct record *r)
{
    need(r, 4);
    char options[4000], extended[4100];
    int layers[32], opened = 0, length = 0;
    errno = E2BIG;
    if (r->count > 32)
        fail("overlay", "too many layers");
    for (uint32_t i = 1; i < r->count; i++) {
        if (r->length[i] == 0)
            continue;
        int fd = open(r->field[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
        check(fd, "open layer", r->field[i]);
        layers[opened++] = fd;
        length += snprintf(options + length, sizeof options - (size_t)length, "%s/proc/self/fd/%d",
            i == 1 ? "upperdir=" : i == 2 ? ",workdir=" : i > 3 ? ":" : length ? ",lowerdir=" : "lowerdir=", fd);
    }
    snprintf(extended, sizeof extended, "%s,userxattr", options);
    if (mount("tako", r->field[0], "overlay", MS_NOSUID, extended) < 0)
        check(mount("tako", r->field[0], "overlay", MS_NOSUID, options), "overlay", r->field[0]);
    while (opened > 0)
        close(layers[--opened]);
}

static void make_folder(const struct record *r)
{
    need(r, 4);
    char *path = r->field[0];
    int made = mkdir(path, 0755);
    for (char *at = path + 1; made < 0 && errno == ENOENT && (at = strchr(at, '/')); at++) {
        *at = 0;
        if (mkdir(path, 0755) < 0 && errno != EEXIST && errno != EROFS)
            fail("make folder", path);
        *at = '/';
        errno = ENOENT;
    }
    if (made < 0 && mkdir(path, 0755) < 0 && errno != EEXIST)
        fail("make folder", path);
    check(chown(path, (uid_t)strtoul(r->field[2], NULL, 10), (gid_t)strtoul(r->field[3], NULL, 10)), "own folder", path);
    check(chmod(path, (mode_t)strtoul(r->field[1], NULL, 8)), "set mode of folder", path);
}

static void make_file(const char *path)
{
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    check(fd, "make file", path);
    close(fd);
}

/* ---- staged files ---- */

static int open_beneath(const char *path, uint64_t flags, uint64_t mode)
{
    struct how how = { .flags = flags | O_CLOEXEC, .mode = mode, .resolve = BENEATH | NO_MAGICLINKS };
    return (int)syscall(NR_OPENAT2, root_fd, path, &how, sizeof how);
}

/* Opens the folder of a repository path, making what is missing; *name is left at the last part. */
static int open_folder(char *path, char **name, int make)
{
    char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!slash)
        return open_beneath(".", O_PATH | O_DIRECTORY, 0);
    for (char *at = path; make && (at = strchr(at, '/')); at++) {
        *at = 0;
        int here = open_beneath(path, O_PATH | O_DIRECTORY, 0);
        if (here < 0 && errno == ENOENT) {
            char *part;
            int parent = open_folder(path, &part, 0);
            check(parent, "open folder of staged file", path);
            check(mkdirat(parent, part, 0755), "make folder of staged file", path);
            check(fchownat(parent, part, run_uid, run_gid, AT_SYMLINK_NOFOLLOW), "own folder of staged file", path);
            close(parent);
        } else {
            check(here, "open folder of staged file", path);
            close(here);
        }
        *at = '/';
    }
    *slash = 0;
    int folder = open_beneath(path, O_PATH | O_DIRECTORY, 0);
    *slash = '/';
    return folder;
}

static void write_staged(const struct record *r)
{
    need(r, 3);
    char *name;
    int folder = open_folder(r->field[0], &name, 1);
    check(folder, "open folder of staged file", r->field[0]);
    /* A new inode always: nothing that is already there, not even a link, is written through. */
    if (unlinkat(folder, name, 0) < 0 && errno != ENOENT)
        fail("replace file by staged file", r->field[0]);
    int fd = openat(folder, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    check(fd, "write staged file", r->field[0]);
    write_all(fd, r->field[2], r->length[2]);
    check(fchown(fd, run_uid, run_gid), "own staged file", r->field[0]);
    check(fchmod(fd, (mode_t)strtoul(r->field[1], NULL, 8)), "set mode of staged file", r->field[0]);
    close(fd);
    close(folder);
}

static void delete_staged(char *path)
{
    char *name;
    int folder = open_folder(path, &name, 0);
    if (folder < 0 && errno == ENOENT)
        return;
    check(folder, "open folder of deleted file", path);
    if (unlinkat(folder, name, 0) < 0 && errno != ENOENT)
        fail("delete staged file", path);
    close(folder);
}

/* ---- giving up power ---- */

static void loopback_up(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(fd, "loopback", "socket");
    struct ifreq lo = { .ifr_flags = IFF_UP | IFF_RUNNING };
    memcpy(lo.ifr_name, "lo", 3);
    check(ioctl(fd, SIOCSIFFLAGS, &lo), "loopback", "up");
    close(fd);
}

/* Before the change of user, which takes the right to do this away. */
static void bound_capabilities(void)
{
    for (int cap = 0; cap < 64; cap++) {
        if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0)
            continue;
        if (errno != EINVAL)
            fail("drop capabilities", "bounding set");
        break;                                             /* the kernel knows no more */
    }
}

static void drop_capabilities(void)
{
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 && errno != EINVAL)
        fail("drop capabilities", "ambient set");
    struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[2] = { 0 };
    check((int)syscall(SYS_capset, &head, none), "drop capabilities", "all sets");
}

struct ruleset { uint64_t fs, net, scoped; };
struct __attribute__((packed)) beneath { uint64_t allowed; int32_t parent; };

#define LL_EXECUTE 1ull
#define LL_WRITE_FILE 2ull
#define LL_READ 12ull                         /* files and folders */
#define LL_CHANGE_V1 0x1ff0ull                /* remove and make entries */
#define LL_REFER 0x2000ull
#define LL_TRUNCATE 0x4000ull

static void landlock_allow(int rules, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == EACCES))
        return;
    check(fd, "landlock", path);
    struct stat st;
    check(fstat(fd, &st), "landlock", path);
    if (!S_ISDIR(st.st_mode))
        rights &= LL_EXECUTE | LL_WRITE_FILE | 4ull | LL_TRUNCATE;
    struct beneath rule = { .allowed = rights, .parent = fd };
    check((int)syscall(NR_LANDLOCK_ADD, rules, 1, &rule, 0), "landlock", path);
    close(fd);
}

/*
 * fields: mode ("write": only writes are limited, "all": reads and TCP as well), count of writable paths, then those, then
 * readable ones. A kernel without Landlock is no error in mode "write": the mounts hold without it.
 */
static void landlock(const struct record *r)
{
    need(r, 2);
    int all = strcmp(r->field[0], "all") == 0;
    uint32_t writable = (uint32_t)strtoul(r->field[1], NULL, 10);
    long abi = syscall(NR_LANDLOCK_CREATE, NULL, 0, 1);
    if (abi < 2) {
        if (all || (abi < 0 && errno != ENOSYS && errno != EOPNOTSUPP)) {
            errno = abi < 0 ? errno : EOPNOTSUPP;
            fail("landlock", "this kernel");
        }
        return;
    }
    uint64_t write_rights = LL_WRITE_FILE | LL_CHANGE_V1 | LL_REFER | (abi >= 3 ? LL_TRUNCATE : 0);
    uint64_t read_rights = LL_EXECUTE | LL_READ;
    struct ruleset set = { .fs = write_rights | (all ? read_rights : 0), .net = all && abi >= 4 ? 3 : 0, .scoped = abi >= 6 ? 3 : 0 };
    size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    int rules = (int)syscall(NR_LANDLOCK_CREATE, &set, size, 0);
    check(rules, "landlock", "ruleset");
    for (uint32_t i = 2; i < r->count; i++)
        landlock_allow(rules, r->field[i], i < 2 + writable ? set.fs : read_rights);
    check((int)syscall(NR_LANDLOCK_RESTRICT, rules, 0), "landlock", "restrict");
    close(rules);
}

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "limb knows the system calls of x86-64 and arm64 only"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define GIVE(what) BPF_STMT(BPF_RET | BPF_K, what)
#define DENY(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), GIVE(SECCOMP_RET_ERRNO | EPERM)
#define ABSENT(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), GIVE(SECCOMP_RET_ERRNO | ENOSYS)

/* A deny list: AF_UNIX and everything else that ordinary tools use stays (.NET's pipes are Unix sockets). */
static void filter_calls(void)
{
    struct sock_filter code[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0), GIVE(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#if defined(__x86_64__)
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), GIVE(SECCOMP_RET_ERRNO | ENOSYS),
        DENY(SYS_iopl), DENY(SYS_ioperm), DENY(SYS_modify_ldt), DENY(SYS_uselib), DENY(SYS_ustat), DENY(SYS_sysfs),
#endif
        DENY(SYS_mount), DENY(SYS_umount2), DENY(SYS_pivot_root), DENY(SYS_chroot), DENY(SYS_unshare), DENY(SYS_setns),
        DENY(NR_OPEN_TREE), DENY(NR_MOVE_MOUNT), DENY(430), DENY(431), DENY(432), DENY(433), DENY(NR_MOUNT_SETATTR),
        DENY(467), DENY(SYS_ptrace), DENY(SYS_process_vm_readv), DENY(SYS_process_vm_writev), DENY(SYS_kcmp), DENY(438),
        DENY(SYS_bpf), DENY(SYS_perf_event_open), DENY(SYS_userfaultfd), DENY(SYS_keyctl), DENY(SYS_add_key),
        DENY(SYS_request_key), DENY(SYS_kexec_load), DENY(SYS_kexec_file_load), DENY(SYS_init_module),
        DENY(SYS_finit_module), DENY(SYS_delete_module), DENY(SYS_reboot), DENY(SYS_swapon), DENY(SYS_swapoff),
        DENY(SYS_acct), DENY(SYS_quotactl), DENY(443), DENY(SYS_syslog), DENY(SYS_settimeofday), DENY(SYS_clock_settime),
        DENY(SYS_adjtimex), DENY(SYS_clock_adjtime), DENY(SYS_open_by_handle_at), DENY(SYS_name_to_handle_at),
        DENY(SYS_fanotify_init), DENY(SYS_lookup_dcookie), DENY(SYS_nfsservctl), DENY(SYS_vhangup),
        ABSENT(425), ABSENT(426), ABSENT(427),   /* io_uring: callers fall back */
        ABSENT(435),                             /* clone3 hides its flags from a filter: the C library falls back to clone */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
        LOAD(args[0]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x7e020000, 0, 1), GIVE(SECCOMP_RET_ERRNO | EPERM),
        LOAD(nr),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 3),
        LOAD(args[1]),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 0, 1), GIVE(SECCOMP_RET_ERRNO | EPERM),
        GIVE(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { .len = sizeof code / sizeof *code, .filter = code };
    check(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0), "filter system calls", "seccomp");
}

static void limit(int which, const char *value, const char *name)
{
    if (!*value)
        return;
    rlim_t n = (rlim_t)strtoull(value, NULL, 10);
    struct rlimit now;
    check(getrlimit(which, &now), "limit", name);
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < n)
        n = now.rlim_max;
    struct rlimit set = { n, n };
    check(setrlimit(which, &set), "limit", name);
}

/* ---- the first process inside ---- */

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

static void give_up(int isolated)
{
    if (isolated) {
        if (setgroups(0, NULL) < 0 && errno != EPERM)      /* EPERM: denied for an ordinary user's map, as it must be */
            fail("drop groups", "setgroups");
        bound_capabilities();
        check(setresgid(run_gid, run_gid, run_gid), "change group", gid_text);
        check(setresuid(run_uid, run_uid, run_uid), "change user", uid_text);
        drop_capabilities();
    } else if (geteuid() == 0) {
        bound_capabilities();
        drop_capabilities();                               /* Landlock does not hold root's right to look into others */
    }
    check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges", "prctl");
}

static void __attribute__((noreturn)) run_command(char **environment, char **arguments, const struct record *limits)
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

/* ---- a warm limb ---- */

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

static void __attribute__((noreturn)) serve(void)
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
        if (ahead_at == ahead_end && ppoll(&input, 1, NULL, &open) < 0)
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

static void __attribute__((noreturn)) first_process(int isolated)
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

/* ---- the keeper outside ---- */

static void write_map(pid_t child, const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)child, name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    check(fd, "map users", name);
    check(write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -1, "map users", name);
    close(fd);
}

static void map_users(pid_t child, int full)
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
static void keep(pid_t child, int out, int err, int status, int isolated)
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
