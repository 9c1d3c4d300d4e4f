package ai.dropops.protocol.guard.classify;

import java.util.List;

/** A simple command: assignments, the program's name with its arguments, and redirections; each may be missing. */
record Command(List<Assignment> assignments, List<String> words, List<Redirection> redirections) {
    /** {@code name=value}; the value still names variables as {@link Variables} marks them. */
    record Assignment(String name, String value) {}

    /** {@code >target}, whatever descriptor it is for. */
    record Redirection(String operator, String target) {}
}
