package ai.dropops.protocol.guard.path;

import java.util.Optional;

/** Where secrets lie: reading there asks a person. Words are taken as the shell would, see {@link PathGlob#meets}. */
public final class SensitivePaths {
    static final PathGlobs KNOWN = PathGlobs.read("sensitive-paths.txt");
    private static final PathGlobs PLAIN = PathGlobs.read("plain-folders.txt");

    private SensitivePaths() {}

    /** The set of secrets {@code word} may mean; a wildcard in a folder known to hold none means none by its name alone. */
    public static Optional<PathGlob> meeting(String word) {
        Optional<PathGlob> found = KNOWN.meeting(word);
        return found.isPresent()
                        && Wildcards.hasWildcard(word)
                        && PLAIN.covering(word).isPresent()
                ? KNOWN.globs().stream()
                        .filter(glob -> glob.hasPlace() && glob.meets(word))
                        .findFirst()
                : found;
    }

    /** Secrets that lie in {@code folder} or below, as far as their place is known. */
    public static Optional<PathGlob> below(String folder) {
        return KNOWN.below(folder);
    }
}
