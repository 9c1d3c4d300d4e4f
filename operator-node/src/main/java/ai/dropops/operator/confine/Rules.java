package ai.dropops.operator.confine;

import static ai.dropops.operator.confine.Filter.creating;
import static ai.dropops.operator.confine.Filter.is;
import static ai.dropops.operator.confine.Filter.isNot;
import static ai.dropops.operator.confine.Filter.isUnder;
import static ai.dropops.operator.confine.Filter.noBits;
import static ai.dropops.operator.confine.Kernel.ENOSYS;
import static ai.dropops.operator.confine.Kernel.EOPNOTSUPP;
import static ai.dropops.operator.confine.Kernel.EPERM;
import static ai.dropops.operator.confine.Syscall.*;

/** What each profile may ask of the kernel. */
final class Rules {
    /** O_CREAT, or what O_TMPFILE is besides a folder. */
    static final long CREATES = 0x400040;

    /** The set-user-id and set-group-id bits. */
    private static final long SET_ID = 06000;
    /** The mode of a character or block device, as far as no other kind of file has it. */
    private static final long DEVICE = 0x2000;

    private static final long NEW_NAMESPACES = 0x7e020000L;
    private static final long AF_UNIX = 1;
    private static final long AF_NETLINK = 16;
    private static final long SOCK_STREAM = 1;
    private static final long SOCK_SEQPACKET = 5;
    private static final long SOCKET_TYPE = 0xf;
    private static final long LOCK_EXCLUSIVELY = 2;
    /** F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY: each makes the kernel signal or hold up somebody. */
    private static final Long[] OWNERSHIP_OF_EVENTS = {8L, 10L, 15L, 1024L, 1026L};
    /** What clears the kernel's log, or changes where it goes. */
    private static final Long[] LOG_CONTROL = {4L, 5L, 6L, 7L, 8L};
    /** TIOCSTI, TIOCLINUX, TIOCCONS: typing for somebody else. */
    private static final Long[] TERMINAL_INJECTION = {0x5412L, 0x541CL, 0x541DL};
    /** What asks and does not set: terminals, sizes, file attributes, block devices; and the flags of one's own descriptors. */
    private static final Long[] ASKING_IOCTLS = {
        0x5401L,
        0x5413L,
        0x541BL,
        0x540FL,
        0x5421L,
        0x5429L,
        0x5450L,
        0x5451L,
        0x80086601L,
        0x801C581FL,
        0x802C542AL,
        0x80081272L,
        0x1268L
    };

    private Rules() {}

    /** The floor of every profile but {@code system}: no way to more rights than one has. */
    static Filter change(Architecture architecture) {
        Filter filter = new Filter(architecture)
                .only(OPENAT, creating(2), noBits(3, SET_ID))
                .only(OPEN, creating(1), noBits(2, SET_ID))
                .only(IOCTL, isNot(1, TERMINAL_INJECTION))
                .only(CLONE, noBits(0, NEW_NAMESPACES))
                .only(CHMOD, noBits(1, SET_ID))
                .only(FCHMOD, noBits(1, SET_ID))
                .only(FCHMODAT, noBits(2, SET_ID))
                .only(FCHMODAT2, noBits(2, SET_ID))
                .only(MKNOD, noBits(1, SET_ID | DEVICE))
                .only(MKNODAT, noBits(2, SET_ID | DEVICE))
                .only(MQ_OPEN, creating(1), noBits(2, SET_ID));
        // the name of the attribute is in memory, where no filter sees it
        filter.deny(EOPNOTSUPP, SETXATTR, LSETXATTR, FSETXATTR, SETXATTRAT);
        return neverAnybody(filter);
    }

    /** Nothing that Landlock does not see: no sockets, no metadata, no messages, no limits or locks of others. */
    static Filter look(Architecture architecture) {
        return reading(new Filter(architecture))
                .deny(EPERM, SOCKET, CONNECT, BIND, LISTEN, ACCEPT, ACCEPT4)
                .only(SOCKETPAIR, isUnder(SOCKET_TYPE, 1, SOCK_STREAM, SOCK_SEQPACKET));
    }

    /** As {@link #look}, with sockets to this host's own services and to its kernel. */
    static Filter inspect(Architecture architecture) {
        return reading(new Filter(architecture)).only(SOCKET, is(0, AF_UNIX, AF_NETLINK));
    }

    private static Filter reading(Filter filter) {
        filter.only(OPENAT, creating(2), noBits(3, SET_ID))
                .only(OPEN, creating(1), noBits(2, SET_ID))
                .only(FCNTL, isNot(1, OWNERSHIP_OF_EVENTS))
                .only(IOCTL, is(1, ASKING_IOCTLS))
                .only(CLONE, noBits(0, NEW_NAMESPACES))
                .only(PRLIMIT64, is(0, 0L));
        filter.deny(EPERM, CHMOD, FCHMOD, FCHMODAT, FCHMODAT2, CHOWN, FCHOWN, LCHOWN, FCHOWNAT)
                .deny(EPERM, UTIME, UTIMES, FUTIMESAT, UTIMENSAT)
                .deny(EOPNOTSUPP, SETXATTR, LSETXATTR, FSETXATTR, SETXATTRAT)
                .deny(EOPNOTSUPP, REMOVEXATTR, LREMOVEXATTR, FREMOVEXATTR, REMOVEXATTRAT, FILE_SETATTR)
                .deny(EPERM, MKNOD, MKNODAT, MQ_OPEN, MQ_UNLINK, MQ_TIMEDSEND, MQ_TIMEDRECEIVE)
                .deny(EPERM, SHMGET, SHMAT, SEMGET, SEMOP, SEMTIMEDOP, MSGGET, MSGSND, MSGRCV)
                .deny(EPERM, MOVE_PAGES, MIGRATE_PAGES, PROCESS_MRELEASE, IOPRIO_SET);
        // of System V only what counts and lists
        filter.only(SHMCTL, is(1, 2L, 3L, 13L, 14L, 15L))
                .only(MSGCTL, is(1, 2L, 3L, 11L, 12L, 13L))
                .only(SEMCTL, is(2, 2L, 3L, 12L, 13L, 18L, 19L, 20L))
                .only(FLOCK, noBits(1, LOCK_EXCLUSIVELY));
        // oneself only; 0 as "which" is a process, else it would be all processes of the user
        filter.only(SETPRIORITY, is(0, 0L), is(1, 0L))
                .only(SCHED_SETAFFINITY, is(0, 0L))
                .only(SCHED_SETSCHEDULER, is(0, 0L))
                .only(SCHED_SETPARAM, is(0, 0L))
                .only(SCHED_SETATTR, is(0, 0L));
        return neverAnybody(filter);
    }

    private static Filter neverAnybody(Filter filter) {
        return filter
                // their arguments are in memory, where no filter sees them; programs fall back to what can be seen
                .deny(ENOSYS, OPENAT2, CLONE3, IO_URING_SETUP, IO_URING_ENTER, IO_URING_REGISTER)
                .only(CREAT, noBits(1, SET_ID))
                .deny(EPERM, UNSHARE, SETNS, MOUNT, UMOUNT2, PIVOT_ROOT, CHROOT, OPEN_BY_HANDLE_AT)
                .deny(EPERM, OPEN_TREE, OPEN_TREE_ATTR, MOVE_MOUNT, FSOPEN, FSCONFIG, FSMOUNT, FSPICK, MOUNT_SETATTR)
                .deny(EPERM, PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV, PIDFD_GETFD, KCMP, PROCESS_MADVISE)
                .deny(EPERM, INIT_MODULE, FINIT_MODULE, DELETE_MODULE, KEXEC_LOAD, KEXEC_FILE_LOAD, BPF)
                .deny(EPERM, PERF_EVENT_OPEN, USERFAULTFD, FANOTIFY_INIT)
                .deny(EPERM, SWAPON, SWAPOFF, REBOOT, SETHOSTNAME, SETDOMAINNAME, IOPL, IOPERM, ACCT, SETTIMEOFDAY)
                .deny(EPERM, CLOCK_SETTIME, CLOCK_ADJTIME, ADJTIMEX, QUOTACTL, QUOTACTL_FD, VHANGUP, MODIFY_LDT)
                .deny(EPERM, ADD_KEY, REQUEST_KEY, KEYCTL)
                .only(SYSLOG, isNot(0, LOG_CONTROL));
    }
}
