/* Power given up for good: capabilities, Landlock, limits. */
#include "limb.h"
#include <grp.h>
#include <linux/capability.h>

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

void give_up(int isolated)
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
void landlock(const struct record *r)
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

void limit(int which, const char *value, const char *name)
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
