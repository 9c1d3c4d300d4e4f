package ai.dropops.protocol.guard.classify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Whether blocks and operators follow each other as bash demands, so that what it refuses is not taken for understood. */
final class Blocks {
    private static final Set<String> WORDS =
            Set.of("{", "}", "if", "then", "elif", "else", "fi", "while", "until", "for", "do", "done");

    /** The word each open block goes on with. */
    private final Deque<String> awaited = new ArrayDeque<>();

    private boolean commandBefore;
    private boolean mustFollow;

    static boolean isWord(String word) {
        return WORDS.contains(word);
    }

    /** Passes a word that opens, continues or closes a block; false when it may not stand here. */
    boolean pass(String word) {
        return switch (word) {
            case "{" -> open("}");
            case "if" -> open("then");
            case "while", "until", "for" -> open("do");
            case "then" -> goOn("then", "fi");
            case "elif" -> goOn("fi", "then");
            case "else" -> goOn("fi", "end of if");
            case "do" -> goOn("do", "done");
            case "fi" -> close("fi") || close("end of if");
            default -> close(word);
        };
    }

    /** Passes a simple command. */
    void command() {
        commandBefore = true;
        mustFollow = false;
    }

    /** Passes {@code ;}, {@code &} or the end of a line. */
    boolean end(boolean ofLine) {
        boolean fits = ofLine || commandBefore;
        commandBefore = false;
        return fits;
    }

    /** Passes {@code &&}, {@code ||} or a pipe. */
    boolean join() {
        boolean fits = commandBefore;
        commandBefore = false;
        mustFollow = true;
        return fits;
    }

    /** Whether the text may end here. */
    boolean isComplete() {
        return awaited.isEmpty() && !mustFollow;
    }

    /** Whether a block was just closed, after which no further word may stand. */
    boolean isAfterBlock() {
        return commandBefore;
    }

    private boolean open(String next) {
        awaited.push(next);
        commandBefore = false;
        mustFollow = true;
        return true;
    }

    private boolean goOn(String expected, String next) {
        if (mustFollow || !expected.equals(awaited.peek())) {
            return false;
        }
        awaited.pop();
        return open(next);
    }

    private boolean close(String expected) {
        if (mustFollow || !expected.equals(awaited.peek())) {
            return false;
        }
        awaited.pop();
        command();
        return true;
    }
}
