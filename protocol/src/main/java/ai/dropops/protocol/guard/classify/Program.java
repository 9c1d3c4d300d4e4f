package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Finding.Weight;
import ai.dropops.protocol.guard.classify.Slot.Meaning;
import java.util.List;
import java.util.Set;

/**
 * A program, as far as it is known.
 *
 * @param forms tried in order; a use that fits none is not understood
 * @param isTame whether no option of it could do more than read
 * @param isFree whether options that are not named are harmless too
 * @param isCloud whether it is a cloud's own command line
 * @param isInterpreter whether it runs scripts, also those given on standard input
 * @param takesOptionsFirst whether what follows its first operand is never an option of its own
 */
record Program(
        String name,
        List<Form> forms,
        boolean isTame,
        boolean isFree,
        boolean isCloud,
        boolean isInterpreter,
        boolean takesOptionsFirst) {
    private static final Set<Meaning> COMMANDS =
            Set.of(Meaning.CMD, Meaning.XCMD, Meaning.EXEC, Meaning.SH, Meaning.SHREST, Meaning.CODE);

    private static final Set<Meaning> CHANGED = Set.of(Meaning.WRITE, Meaning.DELETE);

    Program {
        forms = List.copyOf(forms);
    }

    /** What a mistake could cost when it is used in a way that is not known: what it changes could be anything. */
    Weight heaviest() {
        if (forms.stream().anyMatch(Program::changesWhatItIsTold)) {
            return Weight.MUCH;
        }
        return forms.stream().map(Form::weight).reduce(Weight.SOMETHING, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static boolean changesWhatItIsTold(Form form) {
        return form.operands().stream().anyMatch(operand -> CHANGED.contains(operand.slot()))
                || form.options().values().stream().anyMatch(option -> CHANGED.contains(option.value()));
    }

    /** Whether what it is given may be something it then runs. */
    boolean runsOthers() {
        return isInterpreter
                || forms.stream()
                        .anyMatch(
                                form -> form.operands().stream().anyMatch(operand -> COMMANDS.contains(operand.slot()))
                                        || form.options().values().stream()
                                                .anyMatch(option -> COMMANDS.contains(option.value())));
    }
}
