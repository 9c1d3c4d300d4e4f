package ai.dropops.protocol.guard.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Path globs of one meaning; each question is answered with the first glob that says yes. */
public final class PathGlobs {
    public static final PathGlobs NONE = new PathGlobs(List.of());

    private final List<PathGlob> globs;
    /** Where in {@code globs} those stand whose last name without wildcards is the key; with none, behind "". */
    private final Map<String, int[]> byLastName;
    /** Where those stand whose paths all begin with the key; the others behind "". */
    private final Map<String, int[]> byFirstName;

    public PathGlobs(List<PathGlob> globs) {
        this.globs = globs.stream().distinct().toList();
        byLastName = places(PathGlob::lastPlainName);
        byFirstName = places(PathGlob::firstPlainName);
    }

    private Map<String, int[]> places(Function<PathGlob, String> name) {
        Map<String, List<Integer>> places = IntStream.range(0, globs.size())
                .boxed()
                .collect(Collectors.groupingBy(at -> name.apply(globs.get(at))));
        return places.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> ints(entry.getValue())));
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
        if (!Wildcards.hasWildcard(word)) {
            // it holds every plain name of the glob it meets, or of the part of it that may stand in any folder
            return first(byLastName, read.names(), glob -> glob.meets(read));
        }
        return read.certain().isEmpty()
                ? firstFrom(read.names(), glob -> glob.meets(read))
                : globs.stream().filter(glob -> glob.meets(read)).findFirst();
    }

    /** See {@link PathGlob#liesBelow}. */
    public Optional<PathGlob> below(String folder) {
        List<String> below = PathGlob.below(folder);
        return firstFrom(below, glob -> glob.liesBelow(below));
    }

    /** The first that passes {@code test}, which none does that begins otherwise than {@code names}. */
    private Optional<PathGlob> firstFrom(List<String> names, Predicate<PathGlob> test) {
        return names.isEmpty() || Wildcards.hasWildcard(names.getFirst())
                ? globs.stream().filter(test).findFirst()
                : first(byFirstName, names.subList(0, 1), test);
    }

    /** The first that passes {@code test} of those that {@code places} has for one of {@code names} or for no name. */
    private Optional<PathGlob> first(Map<String, int[]> places, List<String> names, Predicate<PathGlob> test) {
        int first = first(places.get(""), globs.size(), test);
        for (String name : names) {
            first = first(places.get(name), first, test);
        }
        return first < globs.size() ? Optional.of(globs.get(first)) : Optional.empty();
    }

    private int first(int @Nullable [] candidates, int end, Predicate<PathGlob> test) {
        if (candidates == null) {
            return end;
        }
        for (int at : candidates) {
            if (at >= end) {
                return end;
            }
            if (test.test(globs.get(at))) {
                return at;
            }
        }
        return end;
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
