package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.path.Wildcards;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Text that is not followed, such as another language's, and the bare words in it. */
final class Unread {
    private static final Pattern QUOTING = Pattern.compile("[\"'\\\\]|\\\\\n");
    private static final Pattern BORDER = Pattern.compile("[^A-Za-z0-9_.+-]+");

    private static final Set<String> GIVING_MODES = Set.of("chmod", "install", "mkdir", "mkfifo", "mknod");

    /** What may stand between two commands, whatever the structure. */
    private static final Pattern BETWEEN = Pattern.compile("[\n;&|(){}`]+");

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\(([^()`]*)\\)|`([^`]*)`");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NO_PART_OF_MODE = Pattern.compile("[^A-Za-z0-9_.+=-]+");
    private static final Pattern MODE_OPTION = Pattern.compile("^(-[A-Za-z]*m|--mode=)");

    private static final int SOON = 4;

    private Unread() {}

    /** The first word of {@code text} that names a program which raises privileges, whatever it may mean there. */
    static Optional<String> raising(String text) {
        for (String word : BORDER.split(QUOTING.matcher(text).replaceAll(""), -1)) {
            if (raises(word)) {
                return Optional.of(word);
            }
        }
        for (String word : BORDER.split(QUOTING.matcher(text).replaceAll(" "), -1)) {
            if (raises(word)) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    /** A file mode with a set-id bit soon after a word that names a program which gives modes. */
    static Optional<String> settingId(String text) {
        List<String> words = List.of(NO_PART_OF_MODE.split(QUOTING.matcher(text).replaceAll(""), -1));
        for (int i = 0; i < words.size(); i++) {
            if (GIVING_MODES.contains(words.get(i))) {
                List<String> next = words.subList(i + 1, Math.min(words.size(), i + 1 + SOON));
                Optional<String> mode = next.stream()
                        .map(word -> MODE_OPTION.matcher(word).replaceFirst(""))
                        .filter(FileMode::setsId)
                        .findFirst();
                if (mode.isPresent()) {
                    return mode;
                }
            }
        }
        return Optional.empty();
    }

    /** The scripts of innermost substitutions, wherever in {@code text} they stand. */
    static List<Word> substitutions(String text) {
        return SUBSTITUTION
                .matcher(text)
                .results()
                .map(found -> new Word(found.group(1) == null ? found.group(2) : found.group(1)))
                .toList();
    }

    /** A cloud's command line that {@code text} may start, wrappers standing before it or not. */
    static Optional<Program> cloud(String text) {
        return BETWEEN.splitAsStream(QUOTING.matcher(text).replaceAll(""))
                .flatMap(command -> startedBy(command).stream())
                .findFirst();
    }

    private static Optional<Program> startedBy(String command) {
        for (String word : BLANKS.split(command, -1)) {
            Optional<Program> program = Programs.KNOWN.named(word.substring(word.lastIndexOf('/') + 1));
            if (program.filter(Program::isCloud).isPresent()) {
                return program;
            }
            if (program.filter(known -> !known.runsOthers()).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The program that raises privileges which {@code word} all but names, a character or an expansion being unknown. */
    static Optional<String> raisingLike(Word word) {
        String pattern =
                word.shown().substring(word.shown().lastIndexOf('/') + 1).replace('…', '*');
        String literal = pattern.replace("*", "");
        return Programs.KNOWN.raising().stream()
                .filter(name -> literal.length() >= Math.max(2, name.length() - 1) && Wildcards.matches(pattern, name))
                .findFirst();
    }

    /** Whether {@code name} is a program that does nothing but raise privileges. */
    static boolean raises(String name) {
        return Programs.KNOWN.raising().contains(name.substring(name.lastIndexOf('/') + 1));
    }
}
