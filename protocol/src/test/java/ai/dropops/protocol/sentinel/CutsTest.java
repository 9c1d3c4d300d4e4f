package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What comes out is the same however the text was cut on its way in. */
final class CutsTest {
    static final List<String> BITS = List.of(
            " ",
            "\n",
            ":",
            "@",
            "=",
            "-",
            ".",
            "/",
            "\"",
            "password",
            "secret: ",
            "eyJ",
            "://",
            "user:pw@",
            "-----BEGIN ",
            "PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "AKIA",
            "12",
            "1.2.3.4",
            "4111 1111 1111 ",
            ".internal",
            "token=",
            "Bearer ",
            "ghp_",
            "sk-",
            "2001:",
            "::",
            "aa:bb:",
            "DE89 3704 ",
            "the quick brown fox ");

    @Property(tries = 600)
    void aTextWithLinesIsScrubbedTheSame(@ForAll long seed) {
        sameInPieces(seed, "\n");
    }

    @Property(tries = 600)
    void aTextWithoutLinesIsScrubbedTheSame(@ForAll long seed) {
        sameInPieces(seed, "");
    }

    @Test
    void megabytesWithoutANewlineAreScrubbedTheSame() {
        for (int seed = 0; seed < 3; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            while (text.length() < 2_000_000) {
                text.append(random.nextInt(40) == 0 ? planted(random) : Planted.of(random, Planted.ALNUM + "   ", 100));
            }
            byte[] bytes = text.toString().replace("\n", "").getBytes(StandardCharsets.UTF_8);
            byte[] whole = Catalogue.builtIn().scrub(bytes);
            assertThat(Passage.inPieces(bytes, random, 5000)).isEqualTo(whole);
            assertThat(Passage.inPieces(bytes, random, 200_000)).isEqualTo(whole);
        }
    }

    private static void sameInPieces(long seed, String between) {
        var random = new Random(seed);
        var text = new StringBuilder();
        int parts = 1 + random.nextInt(60);
        for (int i = 0; i < parts; i++) {
            text.append(
                    switch (random.nextInt(6)) {
                        case 0 -> planted(random) + between;
                        case 1 -> Planted.of(random, Planted.URL64 + " \u00ff.", random.nextInt(80));
                        default -> BITS.get(random.nextInt(BITS.size()));
                    });
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = Catalogue.builtIn().scrub(bytes);
        assertThat(Passage.inPieces(bytes, random, 1)).isEqualTo(whole);
        assertThat(Passage.inPieces(bytes, random, 7)).isEqualTo(whole);
        assertThat(Passage.inPieces(bytes, random, 200)).isEqualTo(whole);
    }

    private static String planted(Random random) {
        var kinds = List.copyOf(Planted.kinds());
        return Planted.make(kinds.get(random.nextInt(kinds.size())), random).replaceAll("[«»]", "");
    }
}
