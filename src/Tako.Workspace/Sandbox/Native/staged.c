/* Staged files: written and deleted beneath the repository, through no link that leads out of it. */
#include "limb.h"

#define BENEATH 8u
#define NO_MAGICLINKS 2u

struct how { uint64_t flags, mode, resolve; };

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

void write_staged(const struct record *r)
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

void delete_staged(char *path)
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
