package ai.dropops.operator.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that is one program and its arguments and needs no shell to be understood. */
final class PlainArguments {
    /** Where the system's own programs are, in this order. */
    static final List<String> FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    /** One word: pieces that mean themselves, and quoted ones in which nothing is replaced. */
    private static final Pattern WORD =
            Pattern.compile("[ \\t]*((?:[A-Za-z0-9_./:=,@%+-]|'[^']*'|\"[^\"$`\\\\!]*\")+)(?=[ \\t]|$)[ \\t]*");

    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_./+-]+");

    private PlainArguments() {}

    /** The path of the program in {@code command}, and its arguments; an IOException that says what is in the way. */
    static List<String> of(String command) throws IOException {
        var words = new ArrayList<String>();
        Matcher matcher = WORD.matcher(command);
        int end = 0;
        while (end < command.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IOException("'inspect' runs one program with plain arguments, and this needs a shell;"
                        + " propose it as 'change'");
            }
            words.add(unquoted(matcher.group(1)));
            end = matcher.end();
        }
        String program = words.getFirst();
        words.set(
                0,
                find(program)
                        .orElseThrow(() -> new IOException(
                                "'inspect' runs the system's programs only, and '" + program + "' is none here")));
        return List.copyOf(words);
    }

    private static Optional<String> find(String program) {
        if (!PROGRAM.matcher(program).matches()) {
            return Optional.empty();
        }
        String name = program.substring(program.lastIndexOf('/') + 1);
        return FOLDERS.stream()
                .map(folder -> folder + "/" + name)
                .filter(path -> path.equals(program) || name.equals(program))
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    private static String unquoted(String word) {
        var text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
