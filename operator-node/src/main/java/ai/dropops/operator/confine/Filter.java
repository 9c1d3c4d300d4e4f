package ai.dropops.operator.confine;

import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp program in the making. What it does not name is allowed; system calls of a foreign architecture kill, and
 * those of the 32-bit-pointer variant of x86-64 do not exist.
 */
final class Filter {
    private static final int LOAD = 0x20;
    private static final int EQUAL = 0x15;
    private static final int AT_LEAST = 0x35;
    private static final int ANY_BIT = 0x45;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;
    private static final long ALLOW = 0x7fff0000L;
    private static final long KILL_PROCESS = 0x80000000L;
    private static final long ERROR = 0x00050000L;
    private static final long NUMBER = 0;
    private static final long ARCHITECTURE = 4;
    private static final long X32 = 0x40000000L;

    private final Architecture architecture;
    private final List<Instruction> program = new ArrayList<>();

    /** One step of the kernel's little machine; jumps count the instructions they pass over. */
    record Instruction(int operation, int jumpTrue, int jumpFalse, long value) {}

    /** What a call's arguments must be like; of each the low 32 bits are looked at, which is all the kernel takes of them. */
    sealed interface Check {
        /** None of {@code bits} is set. */
        record NoBits(int argument, long bits) implements Check {}

        /** What is left under {@code mask} is one of {@code values}. */
        record OneOf(int argument, long mask, List<Long> values) implements Check {}

        record NoneOf(int argument, List<Long> values) implements Check {}

        /** Nothing more is checked unless {@code argument}, flags of an open, creates a file: the mode is garbage then. */
        record Creating(int argument) implements Check {}
    }

    Filter(Architecture architecture) {
        this.architecture = architecture;
        put(LOAD, 0, 0, ARCHITECTURE);
        put(EQUAL, 1, 0, architecture.audit);
        put(RETURN, 0, 0, KILL_PROCESS);
        put(LOAD, 0, 0, NUMBER);
        if (architecture == Architecture.X86_64) {
            put(AT_LEAST, 0, 1, X32);
            put(RETURN, 0, 0, ERROR | Kernel.ENOSYS);
        }
    }

    static Check noBits(int argument, long bits) {
        return new Check.NoBits(argument, bits);
    }

    static Check is(int argument, Long... values) {
        return new Check.OneOf(argument, 0xffffffffL, List.of(values));
    }

    static Check isUnder(long mask, int argument, Long... values) {
        return new Check.OneOf(argument, mask, List.of(values));
    }

    static Check isNot(int argument, Long... values) {
        return new Check.NoneOf(argument, List.of(values));
    }

    static Check creating(int argument) {
        return new Check.Creating(argument);
    }

    /** These calls fail with {@code error}. */
    Filter deny(int error, Syscall... calls) {
        for (Syscall call : calls) {
            call.on(architecture).ifPresent(number -> {
                put(EQUAL, 0, 1, number);
                put(RETURN, 0, 0, ERROR | error);
            });
        }
        return this;
    }

    /** {@code call} fails unless its arguments pass every one of {@code checks}. */
    Filter only(Syscall call, Check... checks) {
        call.on(architecture).ifPresent(number -> {
            var body = new ArrayList<Instruction>();
            for (Check check : checks) {
                body.addAll(code(check));
            }
            body.add(new Instruction(RETURN, 0, 0, ALLOW));
            put(EQUAL, 0, body.size(), number);
            program.addAll(body);
        });
        return this;
    }

    List<Instruction> finished() {
        put(RETURN, 0, 0, ALLOW);
        return List.copyOf(program);
    }

    private static List<Instruction> code(Check check) {
        var code = new ArrayList<Instruction>();
        switch (check) {
            case Check.NoBits(int argument, long bits) -> {
                code.add(load(argument));
                code.add(new Instruction(ANY_BIT, 0, 1, bits));
                code.add(refuse());
            }
            case Check.OneOf(int argument, long mask, List<Long> values) -> {
                code.add(load(argument));
                code.add(new Instruction(AND, 0, 0, mask));
                for (int i = 0; i < values.size(); i++) {
                    code.add(new Instruction(EQUAL, values.size() - i, 0, values.get(i)));
                }
                code.add(refuse());
            }
            case Check.NoneOf(int argument, List<Long> values) -> {
                code.add(load(argument));
                for (long value : values) {
                    code.add(new Instruction(EQUAL, 0, 1, value));
                    code.add(refuse());
                }
            }
            case Check.Creating(int argument) -> {
                code.add(load(argument));
                code.add(new Instruction(ANY_BIT, 1, 0, Rules.CREATES));
                code.add(new Instruction(RETURN, 0, 0, ALLOW));
            }
        }
        return code;
    }

    /** The low word of an argument, on the little-endian machines there are. */
    private static Instruction load(int argument) {
        return new Instruction(LOAD, 0, 0, 16 + 8L * argument);
    }

    private static Instruction refuse() {
        return new Instruction(RETURN, 0, 0, ERROR | Kernel.EPERM);
    }

    private void put(int operation, int jumpTrue, int jumpFalse, long value) {
        program.add(new Instruction(operation, jumpTrue, jumpFalse, value));
    }
}
