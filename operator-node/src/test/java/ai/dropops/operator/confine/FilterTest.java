package ai.dropops.operator.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filters as the kernel would run them, for the architecture the tests run on and for the other. */
class FilterTest {
    private static final long ALLOWED = 0x7fff0000L;
    private static final long KILLED = 0x80000000L;
    private static final long REFUSED = 0x00050000L | Kernel.EPERM;
    private static final long UNKNOWN = 0x00050000L | Kernel.ENOSYS;
    private static final long O_CREAT = 0100;
    private static final int GETPID_X86 = 39;

    @ParameterizedTest
    @EnumSource
    void everyJumpLandsInsideAndEveryWayEndsInAnAnswer(Architecture architecture) {
        for (var rules : rules()) {
            List<Filter.Instruction> program = rules.apply(architecture).finished();
            assertThat(program).hasSizeBetween(100, 4096);
            assertThat(program.getLast().operation()).isEqualTo(0x06);
            for (int i = 0; i < program.size(); i++) {
                Filter.Instruction instruction = program.get(i);
                assertThat(instruction.jumpTrue()).isBetween(0, 255);
                assertThat(instruction.jumpFalse()).isBetween(0, 255);
                assertThat(i + 1 + Math.max(instruction.jumpTrue(), instruction.jumpFalse()))
                        .isLessThanOrEqualTo(instruction.operation() == 0x06 ? program.size() : program.size() - 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsOfAForeignArchitectureKill(Architecture architecture) {
        for (var rules : rules()) {
            List<Filter.Instruction> program = rules.apply(architecture).finished();
            for (Architecture foreign : Architecture.values()) {
                assertThat(answer(program, foreign.audit, 1)).isEqualTo(foreign == architecture ? ALLOWED : KILLED);
            }
            assertThat(answer(program, 0x40000003L, 20)).isEqualTo(KILLED);
        }
        List<Filter.Instruction> x86 = Rules.look(Architecture.X86_64).finished();
        assertThat(answer(x86, Architecture.X86_64.audit, GETPID_X86 | 0x40000000L))
                .isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void lookRefusesWhatLandlockDoesNotSee(Architecture architecture) {
        List<Filter.Instruction> look = Rules.look(architecture).finished();
        for (Syscall call : List.of(
                Syscall.SOCKET,
                Syscall.CONNECT,
                Syscall.FCHMODAT,
                Syscall.FCHMODAT2,
                Syscall.FCHOWN,
                Syscall.UTIMENSAT,
                Syscall.SHMAT,
                Syscall.IOPRIO_SET,
                Syscall.UNSHARE,
                Syscall.PTRACE,
                Syscall.REBOOT)) {
            assertThat(answer(look, architecture, call)).as(call.name()).isEqualTo(REFUSED);
        }
        assertThat(answer(look, architecture, Syscall.IO_URING_SETUP)).isEqualTo(UNKNOWN);
        assertThat(answer(look, architecture, Syscall.OPENAT, 0, 0, O_CREAT, 04755))
                .isEqualTo(REFUSED);
        assertThat(answer(look, architecture, Syscall.OPENAT, 0, 0, O_CREAT, 0644))
                .isEqualTo(ALLOWED);
        assertThat(answer(look, architecture, Syscall.OPENAT, 0, 0, 0, 04755)).isEqualTo(ALLOWED);
        assertThat(answer(look, architecture, Syscall.SOCKETPAIR, 1, 2)).isEqualTo(REFUSED);
        assertThat(answer(look, architecture, Syscall.SOCKETPAIR, 1, 1 | 02000000))
                .isEqualTo(ALLOWED);
        assertThat(answer(look, architecture, Syscall.PRLIMIT64, 0)).isEqualTo(ALLOWED);
        assertThat(answer(look, architecture, Syscall.PRLIMIT64, 77)).isEqualTo(REFUSED);
        assertThat(answer(look, architecture, Syscall.SETPRIORITY, 2, 0)).isEqualTo(REFUSED);
        assertThat(answer(look, architecture, Syscall.IOCTL, 1, 0x5401)).isEqualTo(ALLOWED);
        assertThat(answer(look, architecture, Syscall.IOCTL, 1, 0x5412)).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void inspectOpensLocalAndKernelSocketsOnly(Architecture architecture) {
        List<Filter.Instruction> inspect = Rules.inspect(architecture).finished();
        assertThat(answer(inspect, architecture, Syscall.SOCKET, 1)).isEqualTo(ALLOWED);
        assertThat(answer(inspect, architecture, Syscall.SOCKET, 16)).isEqualTo(ALLOWED);
        for (long family : new long[] {2, 10, 17, 38, 40}) {
            assertThat(answer(inspect, architecture, Syscall.SOCKET, family)).isEqualTo(REFUSED);
        }
        assertThat(answer(inspect, architecture, Syscall.FCHMODAT)).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @EnumSource
    void changeLeavesOrdinaryModesAndSocketsAndNoSetIdBit(Architecture architecture) {
        List<Filter.Instruction> change = Rules.change(architecture).finished();
        assertThat(answer(change, architecture, Syscall.SOCKET, 2)).isEqualTo(ALLOWED);
        assertThat(answer(change, architecture, Syscall.FCHMODAT, 0, 0, 0755)).isEqualTo(ALLOWED);
        assertThat(answer(change, architecture, Syscall.FCHMODAT, 0, 0, 02755)).isEqualTo(REFUSED);
        assertThat(answer(change, architecture, Syscall.MKNODAT, 0, 0, 0060600)).isEqualTo(REFUSED);
        assertThat(answer(change, architecture, Syscall.MOUNT)).isEqualTo(REFUSED);
        assertThat(answer(change, architecture, Syscall.CLONE, 0x10000000L)).isEqualTo(REFUSED);
    }

    private static List<Function<Architecture, Filter>> rules() {
        return List.of(Rules::look, Rules::inspect, Rules::change);
    }

    private static long answer(
            List<Filter.Instruction> program, Architecture architecture, Syscall call, long... arguments) {
        return answer(program, architecture.audit, call.on(architecture).orElseThrow(), arguments);
    }

    /** What the kernel's little machine would come to. */
    private static long answer(List<Filter.Instruction> program, long audit, long number, long... arguments) {
        long register = 0;
        for (int i = 0; ; i++) {
            Filter.Instruction now = program.get(i);
            switch (now.operation()) {
                case 0x20 -> register = load((int) now.value(), audit, number, arguments);
                case 0x54 -> register &= now.value();
                case 0x15 -> i += register == now.value() ? now.jumpTrue() : now.jumpFalse();
                case 0x35 -> i += register >= now.value() ? now.jumpTrue() : now.jumpFalse();
                case 0x45 -> i += (register & now.value()) != 0 ? now.jumpTrue() : now.jumpFalse();
                case 0x06 -> {
                    return now.value();
                }
                default -> throw new IllegalStateException("operation " + now.operation());
            }
        }
    }

    private static long load(int offset, long audit, long number, long... arguments) {
        return switch (offset) {
            case 0 -> number;
            case 4 -> audit;
            default -> {
                int argument = (offset - 16) / 8;
                yield argument < arguments.length ? arguments[argument] : 0;
            }
        };
    }
}
