package ai.dropops.protocol.guard.classify;

import java.util.Optional;

/**
 * One thing a script would do.
 *
 * @param verb in the third person
 * @param object to what; empty when there is nothing to name
 * @param weight what it would cost if it were a mistake
 * @param leave what it needs to go without a question
 * @param why what a person should know of it; empty when the words say it all
 */
public record Finding(Does does, String verb, String object, Weight weight, Leave leave, String why) {
    /** The kinds of deed, by the names of the guard's effects. */
    public enum Does {
        READS,
        WRITES,
        DELETES,
        CONNECTS,
        SIGNALS,
        SERVES,
        INSTALLS,
        RULES,
        RAISES,
        /** A cloud's own command line, which only some operators may use. */
        CLOUD,
        OPAQUE
    }

    /** What a mistake would cost, from least to most. */
    public enum Weight {
        LITTLE,
        SOMETHING,
        MUCH
    }

    /** Under which rules of the kernel it may go without a question. */
    public enum Leave {
        /** Reading alone is enough. */
        LOOK,
        /** A local socket is needed, and so a command that stands alone. */
        INSPECT,
        NEVER
    }

    static Finding reads(String object) {
        return new Finding(Does.READS, "reads", object, Weight.LITTLE, Leave.LOOK, "");
    }

    static Finding opaque(Weight weight, String what) {
        return new Finding(Does.OPAQUE, "does what cannot be told beforehand:", what, weight, Leave.NEVER, "");
    }

    Finding atLeast(Weight least) {
        return weight.compareTo(least) >= 0 ? this : new Finding(does, verb, object, least, leave, why);
    }

    public Optional<String> reason() {
        return why.isEmpty() ? Optional.empty() : Optional.of(why);
    }
}
