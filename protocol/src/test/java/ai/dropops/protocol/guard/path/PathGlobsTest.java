package ai.dropops.protocol.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class PathGlobsTest {
    private static final PathGlobs SOME = PathGlobs.of(List.of(
            "/a/b", "/a/*/c/**", "**/b/c", "**/*.c", "/*/b", "/a/**/b", "**/a/**", "/c/?", "/b.c/*", "/a/b/c", "/"));

    /** Looking only at globs that share a name with the word must not change the answer. */
    @Property(tries = 20_000)
    void theFirstThatMeetsIsFoundAsIfAllWereTried(@ForAll("words") String word) {
        assertThat(SOME.meeting(word))
                .isEqualTo(
                        SOME.globs().stream().filter(glob -> glob.meets(word)).findFirst());
    }

    @Property(tries = 5_000)
    void soAreTheKnownPlacesOfSecrets(@ForAll("words") String word) {
        String known = word.replace("a", "etc").replace("b", ".ssh").replace("c", "shadow");

        assertThat(SensitivePaths.KNOWN.meeting(known))
                .isEqualTo(SensitivePaths.KNOWN.globs().stream()
                        .filter(glob -> glob.meets(known))
                        .findFirst());
    }

    @Property(tries = 5_000)
    void whatLiesBelowIsFoundAsIfEachWereAsked(@ForAll("words") String word) {
        assertThat(SOME.below("/" + word))
                .isEqualTo(SOME.globs().stream()
                        .filter(glob -> glob.liesBelow("/" + word))
                        .findFirst());
    }

    @Test
    void theFirstOfSeveralIsNamed() {
        assertThat(SOME.meeting("/a/b")).contains(PathGlob.parse("/a/b"));
        assertThat(SOME.meeting("/c/b/c")).contains(PathGlob.parse("**/b/c"));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of("a", "b", "c", "b.c", "x", "..", ".", "*", "a?", "")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .flatMap(names -> Arbitraries.of("", "/").map(root -> root + String.join("/", names)));
    }
}
