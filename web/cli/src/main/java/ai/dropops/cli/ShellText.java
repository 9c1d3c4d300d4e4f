package ai.dropops.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Arguments as the text a shell reads back as exactly those arguments. */
final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

    private ShellText() {}

    /** One argument is shell text already; several are one command and its arguments. */
    static String of(List<String> arguments) {
        if (arguments.size() == 1) {
            return arguments.getFirst();
        }
        String first = arguments.getFirst();
        String program = ASSIGNMENT.matcher(first).matches() ? inQuotes(first) : quoted(first);
        return program + arguments.stream().skip(1).map(ShellText::quoted).collect(Collectors.joining(" ", " ", ""));
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : inQuotes(argument);
    }

    private static String inQuotes(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }
}
