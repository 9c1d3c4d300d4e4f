package ai.dropops.protocol.guard.policy;

import ai.dropops.protocol.guard.path.Wildcards;
import java.util.List;
import java.util.Set;

/**
 * Simple commands of one kind, written as {@code program argument …} with the wildcards {@code *} and {@code ?}. Without
 * arguments the pattern is every use of the program; a program without a slash is that program wherever it lies.
 */
public record CommandPattern(String program, List<String> arguments) {
    private static final Set<String> SYSTEM_FOLDERS =
            Set.of("/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/");

    public CommandPattern {
        arguments = List.copyOf(arguments);
    }

    /** An IllegalArgumentException says what is wrong with {@code text}. */
    public static CommandPattern parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "a command pattern is empty; write a program and, if need be, arguments");
        }
        List<String> words = List.of(text.strip().split("\\s+"));
        return new CommandPattern(words.getFirst(), words.subList(1, words.size()));
    }

    /** Whether {@code argv} is to be blocked: each argument of the pattern is found in it, in whatever order. */
    boolean isIn(List<String> argv) {
        String name = argv.getFirst();
        String compared = program.contains("/") ? name : name.substring(name.lastIndexOf('/') + 1);
        List<String> given = argv.subList(1, argv.size());
        return Wildcards.matches(program, compared)
                && arguments.stream().allMatch(wanted -> given.stream().anyMatch(it -> Wildcards.matches(wanted, it)));
    }

    /** Whether {@code argv} is nothing but the pattern: one argument for each of its own, in order. */
    boolean isAllOf(List<String> argv) {
        if (!Wildcards.matches(program, known(argv.getFirst()))) {
            return false;
        }
        if (!arguments.isEmpty() && arguments.size() != argv.size() - 1) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!Wildcards.matches(arguments.get(i), argv.get(i + 1))) {
                return false;
            }
        }
        return true;
    }

    /** A program in a folder of the system goes by its name alone, one from elsewhere by its whole path. */
    private String known(String name) {
        int slash = name.lastIndexOf('/') + 1;
        return !program.contains("/") && SYSTEM_FOLDERS.contains(name.substring(0, slash))
                ? name.substring(slash)
                : name;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return arguments.isEmpty() ? program : program + " " + String.join(" ", arguments);
    }
}
