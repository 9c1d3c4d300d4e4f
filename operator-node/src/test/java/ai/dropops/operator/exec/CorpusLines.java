package ai.dropops.operator.exec;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The commands of the guard's corpus, one a line, with line ends, tabs and backslashes escaped. */
final class CorpusLines {
    private CorpusLines() {}

    static List<String> all() throws IOException, URISyntaxException {
        var commands = new ArrayList<String>();
        var folder = Objects.requireNonNull(CorpusLines.class.getClassLoader().getResource("corpus"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".tsv"))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.substring(line.indexOf('\t') + 1))
                        .forEach(commands::add);
            }
        }
        return List.copyOf(commands);
    }
}
