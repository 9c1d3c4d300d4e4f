package ai.dropops.load.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One Java file of the repository, main or test. */
record SourceFile(Path path, List<String> lines) {
    private static final int FLOOR = 450;

    static List<SourceFile> all() throws IOException {
        var files = new ArrayList<SourceFile>();
        for (String module : House.MODULES) {
            files.addAll(of(House.root().resolve(module).resolve("src")));
        }
        assertThat(files).hasSizeGreaterThan(FLOOR);
        return files;
    }

    private static List<SourceFile> of(Path sources) throws IOException {
        try (Stream<Path> tree = Files.walk(sources)) {
            return tree.filter(path -> path.toString().endsWith(".java"))
                    .map(SourceFile::read)
                    .toList();
        }
    }

    private static SourceFile read(Path path) {
        try {
            return new SourceFile(House.root().relativize(path), Files.readAllLines(path));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    boolean isTest() {
        return path.toString().contains("/src/test/");
    }

    /** {@code path:line} of each line that {@code fault} accepts. */
    Stream<String> places(Predicate<String> fault) {
        return IntStream.range(0, lines.size())
                .filter(index -> fault.test(lines.get(index)))
                .mapToObj(index -> path + ":" + (index + 1));
    }

    /** {@code path:line} of each suppression that has no comment on its own line or the line before. */
    Stream<String> silentSuppressions() {
        return IntStream.range(0, lines.size())
                .filter(index -> lines.get(index).strip().startsWith("@SuppressWarnings(")
                        && !lines.get(index).contains("//")
                        && !(index > 0 && lines.get(index - 1).contains("//")))
                .mapToObj(index -> path + ":" + (index + 1));
    }
}
