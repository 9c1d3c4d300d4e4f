package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Finding.Does;
import ai.dropops.protocol.guard.classify.Finding.Leave;
import ai.dropops.protocol.guard.classify.Finding.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way to use a program, and what that does.
 *
 * @param does empty when only the values of options and operands do something
 * @param verb in the third person; {@code @} stands for the first operand's
 * @param options by their spelling; without a value, with one, or with one that only stands attached
 * @param required options without which it is another form
 * @param style how options are told from operands
 */
record Form(
        Optional<Does> does,
        String verb,
        Weight weight,
        Leave leave,
        Map<String, Option> options,
        Set<String> required,
        List<Operand> operands,
        Style style) {
    Form {
        options = Map.copyOf(options);
        required = Set.copyOf(required);
        operands = List.copyOf(operands);
    }

    /** How options are told from operands. */
    enum Style {
        /** As getopt does: {@code -ab}, {@code --long=value}, wherever they stand. */
        GETOPT,
        /** Each is a whole word: {@code -name}, {@code -auto-approve}. */
        WORDS,
        /** Whatever is said is taken. */
        ANYTHING
    }

    record Option(Taking taking, Slot value) {}

    /** Whether an option takes a value. */
    enum Taking {
        NOTHING,
        VALUE,
        ATTACHED_VALUE
    }

    /** An operand, or as many of a kind as {@code least} and {@code most} say. */
    record Operand(Slot slot, int least, int most) {
        boolean takesRest() {
            return slot == Slot.Meaning.CMD || slot == Slot.Meaning.XCMD || slot == Slot.Meaning.SHREST;
        }
    }

    /** Whether options end where the first operand stands, as with programs that run others. */
    boolean endsOptionsEarly() {
        return !operands.isEmpty() && operands.getLast().takesRest();
    }
}
