/* The system calls that no command may make. */
#include "limb.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>

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
void filter_calls(void)
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
