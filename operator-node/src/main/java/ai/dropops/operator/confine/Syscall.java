package ai.dropops.operator.confine;

import java.util.OptionalInt;

/** The system calls the rules name, with their numbers; what an architecture never had is absent there. */
enum Syscall {
    ACCEPT(43, 202),
    ACCEPT4(288, 242),
    ACCT(163, 89),
    ADD_KEY(248, 217),
    ADJTIMEX(159, 171),
    BIND(49, 200),
    BPF(321, 280),
    CAPGET(125, 90),
    CAPSET(126, 91),
    CHMOD(90),
    CHOWN(92),
    CHROOT(161, 51),
    CLOCK_ADJTIME(305, 266),
    CLOCK_SETTIME(227, 112),
    CLONE(56, 220),
    CLONE3(435, 435),
    CLOSE(3, 57),
    CONNECT(42, 203),
    CREAT(85),
    DELETE_MODULE(176, 106),
    FANOTIFY_INIT(300, 262),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    FCHOWN(93, 55),
    FCHOWNAT(260, 54),
    FCNTL(72, 25),
    FILE_SETATTR(469, 469),
    FINIT_MODULE(313, 273),
    FLOCK(73, 32),
    FREMOVEXATTR(199, 16),
    FSCONFIG(431, 431),
    FSETXATTR(190, 7),
    FSMOUNT(432, 432),
    FSOPEN(430, 430),
    FSPICK(433, 433),
    FUTIMESAT(261),
    INIT_MODULE(175, 105),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    IO_URING_SETUP(425, 425),
    IOCTL(16, 29),
    IOPERM(173),
    IOPL(172),
    IOPRIO_SET(251, 30),
    KCMP(312, 272),
    KEXEC_FILE_LOAD(320, 294),
    KEXEC_LOAD(246, 104),
    KEYCTL(250, 219),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_RESTRICT_SELF(446, 446),
    LCHOWN(94),
    LISTEN(50, 201),
    LREMOVEXATTR(198, 15),
    LSETXATTR(189, 6),
    MIGRATE_PAGES(256, 238),
    MKNOD(133),
    MKNODAT(259, 33),
    MODIFY_LDT(154),
    MOUNT(165, 40),
    MOUNT_SETATTR(442, 442),
    MOVE_MOUNT(429, 429),
    MOVE_PAGES(279, 239),
    MQ_OPEN(240, 180),
    MQ_TIMEDRECEIVE(243, 183),
    MQ_TIMEDSEND(242, 182),
    MQ_UNLINK(241, 181),
    MSGCTL(71, 187),
    MSGGET(68, 186),
    MSGRCV(70, 188),
    MSGSND(69, 189),
    OPEN(2),
    OPEN_BY_HANDLE_AT(304, 265),
    OPEN_TREE(428, 428),
    OPEN_TREE_ATTR(467, 467),
    OPENAT(257, 56),
    OPENAT2(437, 437),
    PERF_EVENT_OPEN(298, 241),
    PIDFD_GETFD(438, 438),
    PIVOT_ROOT(155, 41),
    PRCTL(157, 167),
    PRLIMIT64(302, 261),
    PROCESS_MADVISE(440, 440),
    PROCESS_MRELEASE(448, 448),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PTRACE(101, 117),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    REBOOT(169, 142),
    REMOVEXATTR(197, 14),
    REMOVEXATTRAT(466, 466),
    REQUEST_KEY(249, 218),
    SCHED_SETAFFINITY(203, 122),
    SCHED_SETATTR(314, 274),
    SCHED_SETPARAM(142, 118),
    SCHED_SETSCHEDULER(144, 119),
    SECCOMP(317, 277),
    SEMCTL(66, 191),
    SEMGET(64, 190),
    SEMOP(65, 193),
    SEMTIMEDOP(220, 192),
    SETDOMAINNAME(171, 162),
    SETHOSTNAME(170, 161),
    SETNS(308, 268),
    SETPRIORITY(141, 140),
    SETTIMEOFDAY(164, 170),
    SETXATTR(188, 5),
    SETXATTRAT(463, 463),
    SHMAT(30, 196),
    SHMCTL(31, 195),
    SHMGET(29, 194),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    SWAPOFF(168, 225),
    SWAPON(167, 224),
    SYSLOG(103, 116),
    UMOUNT2(166, 39),
    UNSHARE(272, 97),
    USERFAULTFD(323, 282),
    UTIME(132),
    UTIMENSAT(280, 88),
    UTIMES(235),
    VHANGUP(153, 58);

    private static final int ABSENT = -1;

    private final int x86;
    private final int arm;

    /** One that only x86-64 has. */
    Syscall(int x86) {
        this(x86, ABSENT);
    }

    Syscall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    OptionalInt on(Architecture architecture) {
        int number = switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
        return number == ABSENT ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
