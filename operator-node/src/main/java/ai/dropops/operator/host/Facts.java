package ai.dropops.operator.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small text files of the system; one that is missing or strange is empty. */
final class Facts {
    private static final int MAX_LINES = 10_000;

    private Facts() {}

    static List<String> lines(String file) {
        try (var lines = Files.lines(Path.of(file), StandardCharsets.ISO_8859_1)) {
            return lines.limit(MAX_LINES).toList();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** The first line. */
    static String line(String file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    /** The value of {@code name=value}, unquoted. */
    static String setting(String file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("\"", "").strip())
                .findFirst()
                .orElse("");
    }

    /** The number in a line such as {@code MemTotal:  16 kB}, 0 when there is none. */
    static long kilobytes(String file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> number(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0L);
    }

    /** The number at {@code index} among the words of the first line, -1 when there is none. */
    static double word(String file, int index) {
        String[] words = line(file).split(" +", -1);
        try {
            return index < words.length ? Double.parseDouble(words[index]) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
