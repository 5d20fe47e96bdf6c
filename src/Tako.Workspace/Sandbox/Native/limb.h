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
 *
 *   limb.c    one list after another: the namespaces, and who is in them
 *   keeper.c  the process outside            inside.c  the first process inside
 *   warm.c    a limb of many commands        plan.c    reading the list, answering
 *   mounts.c  what is seen where             staged.c  files that lie over the disk
 *   fences.c  power given up, Landlock       calls.c   the filter of system calls
 */
#ifndef LIMB_H
#define LIMB_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Own numbers: the headers of many stable distributions are older than their kernels. */
#define NR_OPEN_TREE 428
#define NR_MOVE_MOUNT 429
#define NR_OPENAT2 437
#define NR_MOUNT_SETATTR 442
#define NR_LANDLOCK_CREATE 444
#define NR_LANDLOCK_ADD 445
#define NR_LANDLOCK_RESTRICT 446

#define MAX_FIELDS 4096u
#define MAX_FIELD (1u << 30)
#define NORETURN __attribute__((noreturn))

struct record { unsigned char op; uint32_t count; char *field[MAX_FIELDS + 1]; uint32_t length[MAX_FIELDS + 1]; };

extern int status_fd;          /* where frames about set-up go: standard output before the clone, the keeper's pipe after */
extern int caller_fd;          /* the keeper's standard output: the first process of a warm limb answers by itself */
extern int root_fd;            /* the merged repository, once it is mounted */
extern const char *uid_text, *gid_text;
extern uid_t run_uid;
extern gid_t run_gid;

/* plan.c */
void write_all(int fd, const void *bytes, size_t count);
void frame(int fd, char kind, const void *bytes, uint32_t length);
NORETURN void fail(const char *step, const char *what);
void check(int result, const char *step, const char *what);
int more_plans(void);
int is_read_ahead(void);
void read_record(struct record *into);
void need(const struct record *r, uint32_t fields);

/* mounts.c */
void bind_tree(const char *source, const char *target, int writable, int recursive);
void mount_overlay(const struct record *r);
void make_folder(const struct record *r);
void make_file(const char *path);

/* staged.c */
void write_staged(const struct record *r);
void delete_staged(char *path);

/* fences.c, calls.c */
void give_up(int isolated);
void landlock(const struct record *r);
void limit(int which, const char *value, const char *name);
void filter_calls(void);

/* inside.c, warm.c */
NORETURN void first_process(int isolated);
NORETURN void run_command(char **environment, char **arguments, const struct record *limits);
NORETURN void serve(void);

/* keeper.c */
void map_users(pid_t child, int full);
void keep(pid_t child, int out, int err, int status, int isolated);

#endif
