/* What is seen where: read-only trees, overlays, folders. */
#include "limb.h"
#include <sys/mount.h>

#define TREE_CLONE 1u
#define TREE_RECURSIVE 0x8000u
#define FROM_EMPTY_PATH 4u
#define ATTR_RDONLY 1u
#define ATTR_NOSUID 2u

struct attributes { uint64_t set, clear, propagation, userns; };

static int clone_tree(const char *source, int recursive)
{
    return (int)syscall(NR_OPEN_TREE, AT_FDCWD, source,
        TREE_CLONE | O_CLOEXEC | AT_NO_AUTOMOUNT | (recursive ? TREE_RECURSIVE : 0u));
}

/* A detached clone is made read-only before anyone can see it, then attached. */
void bind_tree(const char *source, const char *target, int writable, int recursive)
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
void mount_overlay(const struct record *r)
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

void make_folder(const struct record *r)
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

void make_file(const char *path)
{
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    check(fd, "make file", path);
    close(fd);
}
