package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Planted secrets of every kind go, the text around them stays. */
final class CorpusTest {
    private static final int OF_EACH = 50;
    private static final List<String> CONTEXTS = List.of(
            "%s",
            " %s ",
            "2026-01-01T12:00:00Z INFO found %s in request\n",
            "{\"value\": \"%s\", \"n\": 1}",
            "<td>%s</td>",
            "- %s\n- next",
            "see (%s) for it",
            "x\t%s\ty",
            "'%s'",
            "a, %s, b");

    @Test
    void everyKindIsPlanted() {
        assertThat(Planted.kinds())
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.builtIn().kinds().stream().map(Kind::name).toList());
        assertThat(Planted.kinds().size()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void noPlantedSecretIsMissed() {
        var random = new Random(5);
        var missed = new ArrayList<String>();
        int planted = 0;
        for (Kind kind : Catalogue.builtIn().kinds()) {
            for (int i = 0; i < OF_EACH; i++) {
                String marked = CONTEXTS.get(i % CONTEXTS.size()).formatted(Planted.make(kind.name(), random));
                String expected =
                        marked.replaceAll("(?s)«.*»", kind.placeholder().replace("[", "\\["));
                String scrubbed = Passage.scrubbed(marked.replaceAll("[«»]", ""));
                planted++;
                if (!scrubbed.equals(expected) && !isTakenWithWhatFollows(kind, marked, scrubbed)) {
                    missed.add(kind.name() + ": " + marked + " -> " + scrubbed);
                }
            }
        }
        assertThat(planted).isGreaterThanOrEqualTo(3000);
        assertThat(missed).as(missed.stream().collect(Collectors.joining("\n"))).isEmpty();
    }

    /** A value without quotes may hold any sign: where a sentence's own follows, it is taken too. */
    private static boolean isTakenWithWhatFollows(Kind kind, String marked, String scrubbed) {
        boolean isFreeText = Set.of(
                        "url_with_credentials",
                        "connection_string",
                        "basic_auth",
                        "oauth_secret",
                        "password_config",
                        "aws_arn")
                .contains(kind.name());
        String before = marked.substring(0, marked.indexOf('«')) + kind.placeholder();
        String after = marked.substring(marked.indexOf('»') + 1);
        return isFreeText
                && scrubbed.startsWith(before)
                && after.endsWith(scrubbed.substring(before.length()))
                && after.length() - (scrubbed.length() - before.length()) <= "</td>".length();
    }
}
