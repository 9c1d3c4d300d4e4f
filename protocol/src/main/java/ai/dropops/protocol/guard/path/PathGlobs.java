package ai.dropops.protocol.guard.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Path globs of one meaning; each question is answered with the first glob that says yes. */
public record PathGlobs(List<PathGlob> globs) {
    public static final PathGlobs NONE = new PathGlobs(List.of());

    public PathGlobs {
        globs = globs.stream().distinct().toList();
    }

    /** An IllegalArgumentException names the glob that is wrong. */
    public static PathGlobs of(List<String> texts) {
        return new PathGlobs(texts.stream().map(PathGlob::parse).toList());
    }

    /** The globs of a resource beside this class: one a line, {@code #} begins a comment. */
    static PathGlobs read(String resource) {
        try (InputStream in = PathGlobs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing from the package");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** See {@link PathGlob#matches}. */
    public Optional<PathGlob> matching(String path) {
        return globs.stream().filter(glob -> glob.matches(path)).findFirst();
    }

    /** See {@link PathGlob#meets}. */
    public Optional<PathGlob> meeting(String word) {
        Word read = Word.of(word);
        return globs.stream().filter(glob -> glob.meets(read)).findFirst();
    }

    /** See {@link PathGlob#liesBelow}. */
    public Optional<PathGlob> below(String folder) {
        return globs.stream().filter(glob -> glob.liesBelow(folder)).findFirst();
    }

    /** See {@link PathGlob#covers}. */
    public Optional<PathGlob> covering(String word) {
        return globs.stream().filter(glob -> glob.covers(word)).findFirst();
    }

    public PathGlobs and(PathGlobs more) {
        return new PathGlobs(Stream.concat(globs.stream(), more.globs.stream()).toList());
    }

    public boolean isEmpty() {
        return globs.isEmpty();
    }

    public List<String> texts() {
        return globs.stream().map(PathGlob::toString).toList();
    }
}
