package ai.dropops.cli.print;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The person in front of the terminal, if there is one. */
public final class Keyboard {
    private Keyboard() {}

    public static boolean isThere() {
        Console console = console();
        return console != null && console.isTerminal();
    }

    /** What is typed in answer to {@code question}; empty when nobody can be asked. */
    public static Optional<String> ask(String question) {
        Console console = console();
        return console == null || !console.isTerminal()
                ? Optional.empty()
                : Optional.ofNullable(console.readLine("%s", question)).map(String::strip);
    }

    /** What is typed in answer to {@code question} without being shown; empty when nobody can be asked. */
    public static Optional<char[]> askSecretly(String question) {
        Console console = console();
        return console == null || !console.isTerminal()
                ? Optional.empty()
                : Optional.ofNullable(console.readPassword("%s", question));
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    private static @Nullable Console console() {
        return System.console();
    }
}
