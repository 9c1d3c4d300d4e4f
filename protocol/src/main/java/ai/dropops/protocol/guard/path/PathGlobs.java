package ai.dropops.protocol.guard.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Path globs of one meaning; each question is answered with the first glob that says yes. */
public final class PathGlobs {
    public static final PathGlobs NONE = new PathGlobs(List.of());

    private final List<PathGlob> globs;
    /** Where in {@code globs} those stand whose last name without wildcards is the key. */
    private final Map<String, int[]> byName;
    /** Where those stand in which every name has a wildcard. */
    private final int[] nameless;

    public PathGlobs(List<PathGlob> globs) {
        this.globs = globs.stream().distinct().toList();
        Map<String, List<Integer>> named = IntStream.range(0, this.globs.size())
                .boxed()
                .collect(Collectors.groupingBy(at -> this.globs.get(at).lastPlainName()));
        byName = named.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> ints(entry.getValue())));
        nameless = byName.getOrDefault("", new int[0]);
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    public List<PathGlob> globs() {
        return globs;
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
        return Wildcards.hasWildcard(word)
                ? globs.stream().filter(glob -> glob.meets(read)).findFirst()
                : meetingPlain(read);
    }

    /** A word without wildcards holds every name of the glob it meets, or of the part of it that may stand in any folder. */
    private Optional<PathGlob> meetingPlain(Word word) {
        int first = first(nameless, word, globs.size());
        for (String name : word.names()) {
            int[] named = byName.get(name);
            if (named != null) {
                first = first(named, word, first);
            }
        }
        return first < globs.size() ? Optional.of(globs.get(first)) : Optional.empty();
    }

    /** The first of {@code candidates} before {@code end} that meets {@code word}; {@code end} when none does. */
    private int first(int[] candidates, Word word, int end) {
        for (int at : candidates) {
            if (at >= end) {
                return end;
            }
            if (globs.get(at).meets(word)) {
                return at;
            }
        }
        return end;
    }

    /** See {@link PathGlob#liesBelow}. */
    public Optional<PathGlob> below(String folder) {
        List<String> below = PathGlob.below(folder);
        return globs.stream().filter(glob -> glob.liesBelow(below)).findFirst();
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathGlobs that && globs.equals(that.globs);
    }

    @Override
    public int hashCode() {
        return globs.hashCode();
    }

    @Override
    public String toString() {
        return "PathGlobs" + globs;
    }
}
