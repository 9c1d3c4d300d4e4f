package ai.dropops.protocol.guard.classify;

import java.util.Set;

/** What an option's value or an operand means to a program. */
sealed interface Slot {
    /** The meanings a program's description may name, in capitals. */
    enum Meaning implements Slot {
        /** Whatever it is, it does no harm. */
        TEXT,
        /** A number, or one with a unit. */
        NUM,
        /** A file whose content is read. */
        FILE,
        /** A file whose content is read; with a colon it would be on another host. */
        LOCAL,
        /** A file or folder of which only name and attributes are read. */
        STAT,
        /** A folder read with all below it. */
        TREE,
        /** A file that is made or changed. */
        WRITE,
        /** A file that is removed. */
        DELETE,
        /** What the effect is on: a unit, a package, an account. */
        NAME,
        /** A host that is connected to. */
        HOST,
        /** The rest is a command. */
        CMD,
        /** A command up to {@code ;} or {@code +}. */
        EXEC,
        /** The rest is a command that gets arguments from elsewhere. */
        XCMD,
        /** A script. */
        SH,
        /** The rest, joined by spaces, is a script. */
        SHREST,
        /** A program in a language that is not followed. */
        CODE,
        /** A program for sed. */
        SED,
        /** A program for awk. */
        AWK,
        /** A file mode. */
        MODE,
        /** {@code NAME=VALUE}. */
        ENV,
        /** {@code NAME}, or {@code NAME=VALUE}. */
        VAR,
        /** A plain name: letters, digits and {@code ._:@-}. */
        KEY,
        /** What stands for arguments from elsewhere in the command that is run. */
        REPL,
        /** {@code +FORMAT}. */
        FORMAT,
        /** The operand that chose the form, such as {@code restart}. */
        VERB,
        /** Anything at all. */
        ANY
    }

    /** Exactly one of these words. */
    record Literal(Set<String> words) implements Slot {
        public Literal {
            words = Set.copyOf(words);
        }
    }
}
