package ai.dropops.protocol.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The labelled commands under {@code src/test/resources/guard/corpus}. */
final class Corpus {
    private static final Path FOLDER = Path.of("src/test/resources/guard/corpus");

    enum Label {
        READ,
        CHANGE,
        DANGER,
        DENY
    }

    record Entry(String file, Label label, String command) {
        HostFacts.Kind host() {
            return file.startsWith("cloud-") ? HostFacts.Kind.CLOUD : HostFacts.Kind.SOLO;
        }

        @Override
        public String toString() {
            return file + ": " + label + " " + command;
        }
    }

    private Corpus() {}

    static List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".tsv"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    int tab = line.indexOf('\t');
                    if (!line.isBlank() && !line.startsWith("#")) {
                        Label label = Label.valueOf(line.substring(0, tab).toUpperCase(Locale.ROOT));
                        entries.add(
                                new Entry(file.getFileName().toString(), label, unescaped(line.substring(tab + 1))));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    static List<String> commands(Label label) {
        return entries().stream()
                .filter(entry -> entry.label() == label)
                .map(Entry::command)
                .toList();
    }

    private static String unescaped(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                char escaped = text.charAt(i);
                plain.append(
                        switch (escaped) {
                            case 'n' -> "\n";
                            case 't' -> "\t";
                            case '\\' -> "\\";
                            default -> throw new IllegalArgumentException("\\" + escaped + " is no escape: " + text);
                        });
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
