package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine replaces what {@code java.util.regex} would, pattern by pattern, though it never goes back. */
final class PlainRegexTest {
    private static final int TEXTS = 40;

    /** Patterns that alone decide what is replaced, each as a kind of its own. */
    private static Stream<Kind> kinds() {
        return Catalogue.builtIn().kinds().stream()
                .filter(kind -> kind.check().equals("any") && !kind.untilKeyEnd())
                .flatMap(kind -> kind.patterns().stream().map(pattern -> alone(kind, pattern)));
    }

    @Test
    void replacesWhatARegexWould() {
        var random = new Random(9);
        int patterns = 0;
        for (Kind kind : kinds().toList()) {
            var catalogue = new Catalogue(List.of(kind));
            Pattern regex = regex(kind.patterns().getFirst());
            boolean replaced = false;
            for (int i = 0; i < TEXTS; i++) {
                String text = text(kind.name(), random);
                String expected = replaced(regex, kind.placeholder(), text);
                replaced |= !expected.equals(text);
                assertThat(joined(kind, scrubbed(catalogue, text)))
                        .as(regex + " in " + text)
                        .isEqualTo(joined(kind, expected));
            }
            patterns += replaced ? 1 : 0;
        }
        assertThat(patterns).as("patterns that found something").isGreaterThan(60);
    }

    private static String scrubbed(Catalogue catalogue, String text) {
        return new String(catalogue.scrub(text.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    /** Two in a row as one: which part of a long host name was found first is no matter. */
    private static String joined(Kind kind, String scrubbed) {
        String placeholder = kind.placeholder();
        return scrubbed.contains(placeholder + placeholder)
                ? joined(kind, scrubbed.replace(placeholder + placeholder, placeholder))
                : scrubbed;
    }

    private static Kind alone(Kind kind, String pattern) {
        return new Kind(
                kind.name(), kind.placeholder(), kind.covers(), kind.source(), List.of(pattern), "any", false, false);
    }

    private static String replaced(Pattern regex, String placeholder, String text) {
        var out = new StringBuilder();
        Matcher matcher = regex.matcher(text).useTransparentBounds(true);
        int floor = 0;
        while (matcher.region(floor, text.length()).find()) {
            out.append(text, floor, matcher.start("body")).append(placeholder);
            floor = matcher.end();
        }
        return out.append(text.substring(floor)).toString();
    }

    /** The pattern in the language of {@code java.util.regex}. */
    private static Pattern regex(String pattern) {
        String body = pattern.contains("\\K")
                ? pattern
                : pattern.replaceFirst("^(\\(\\?i\\))?((\\\\[b<]|\\(\\?<!\\[.*?]\\))?)", "$1$2\\\\K");
        return Pattern.compile("(?d)"
                + body.replaceFirst("^(\\(\\?i\\))?\\\\b", "$1(?<![\\\\w])")
                        .replaceFirst("^(\\(\\?i\\))?\\\\<", "$1(?<![\\\\w.-])")
                        .replace("\\b", "(?!\\w)")
                        .replace("\\>", "(?![\\w-])")
                        .replace("\\h", "[0-9A-Fa-f]")
                        .replace("\\K", "(?<body>")
                + ")");
    }

    /** Secrets of the kind, whole and damaged, among bits of other forms. */
    private static String text(String kind, Random random) {
        var text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            String secret = Planted.make(kind, random).replaceAll("[«»]", "");
            int at = random.nextInt(secret.length());
            text.append(
                    switch (random.nextInt(5)) {
                        case 0 -> secret;
                        case 1 -> secret.substring(0, at) + secret.substring(at + 1);
                        case 2 ->
                            secret.substring(0, at) + Planted.of(random, " -.:/=@\"x\u00e9", 1) + secret.substring(at);
                        case 3 -> Planted.of(random, Planted.URL64 + ".:@/= ", random.nextInt(60));
                        default -> CutsTest.BITS.get(random.nextInt(CutsTest.BITS.size()));
                    });
            text.append(end(kind, random));
        }
        return text.toString();
    }

    /** Values end with their line here: a name at the end of one is followed by the engine, but by no single pattern. */
    private static String end(String kind, Random random) {
        boolean isValue = kinds().anyMatch(other ->
                other.name().equals(kind) && other.patterns().getFirst().contains("\\K"));
        return isValue ? "\n" : random.nextInt(3) == 0 ? "" : Planted.of(random, " \n\"',;:.-", 1);
    }
}
