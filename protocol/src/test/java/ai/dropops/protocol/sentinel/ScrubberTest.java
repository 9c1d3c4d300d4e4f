package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.LinkToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ScrubberTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final AtomicLong now = new AtomicLong();
    private final Scrubbed scrubbed = new Scrubbed();
    private final Scrubber scrubber = new Scrubber(Catalogue.builtIn(), now::get, scrubbed);

    @Test
    void onlyTheSecretIsReplaced() {
        assertThat(Passage.scrubbed("mail jane.doe@example.com, now")).isEqualTo("mail [EMAIL], now");
        assertThat(Passage.scrubbed("password=\"a b c d\"; x")).isEqualTo("password=\"[CREDENTIAL_REFERENCE]\"; x");
        assertThat(Passage.scrubbed("GITHUB_TOKEN=ghp_" + "a1".repeat(18) + "\n"))
                .isEqualTo("GITHUB_TOKEN=[GITHUB_TOKEN]\n");
    }

    @Test
    void ourOwnTokensAreReplaced() {
        var token = LinkToken.of(DeviceLinkId.of(new byte[16]), new byte[32]);
        assertThat(Passage.scrubbed("curl x | A=" + token.text().reveal() + " bash"))
                .isEqualTo("curl x | A=[DROPOPS_KEY] bash");
    }

    @Test
    void aPromptIsNotHeldBack() {
        assertThat(feed("Continue? [y/N] ")).isEqualTo("Continue? [y/N] ");
        assertThat(scrubber.isHolding()).isFalse();
    }

    @Test
    void anOpenCandidateIsHeldUntilPatienceEnds() {
        assertThat(feed("Password:")).isEmpty();
        now.addAndGet(PATIENCE.toNanos() - 1);
        assertThat(givenUp()).isEmpty();
        now.incrementAndGet();
        assertThat(givenUp()).isEqualTo("Password:");
        assertThat(scrubber.isHolding()).isFalse();
    }

    @Test
    void aTrickleOfBytesDoesNotProlongTheWait() {
        feed("ghp_");
        now.addAndGet(PATIENCE.toNanos() / 2);
        feed("abc");
        now.addAndGet(PATIENCE.toNanos() / 2);
        assertThat(givenUp()).isEqualTo("ghp_abc");
    }

    @Test
    void aSecretThatPausesIsReplacedAsFarAsItGoes() {
        feed("password=hunter2");
        now.addAndGet(PATIENCE.toNanos());
        String shown = givenUp() + feed("andmore then") + flushed();
        assertThat(shown).isEqualTo("password=[CREDENTIAL_REFERENCE] then");
    }

    @Test
    void theRemainderOfASecretThatWasGivenUpIsStillReplaced() {
        feed("ghp_abc");
        now.addAndGet(PATIENCE.toNanos());
        assertThat(givenUp()).isEqualTo("ghp_abc");
        assertThat(feed("d".repeat(40) + " end") + flushed()).isEqualTo("[GITHUB_TOKEN] end");
    }

    @Test
    void aPrivateKeyOfAnyLengthAndLayoutIsReplacedWhole() {
        var random = new Random(3);
        for (int lines : new int[] {1, 26, 200, 50_000}) {
            String key = Planted.pem(random, "RSA ", lines);
            assertThat(Passage.scrubbed("a\n" + key + "\nb")).isEqualTo("a\n[PRIVATE_KEY]\nb");
        }
        String key = Planted.pem(random, "", 30);
        assertThat(Passage.scrubbed("{\"k\": \"" + key.replace("\n", "\\n") + "\\n\"}"))
                .isEqualTo("{\"k\": \"[PRIVATE_KEY]\\n\"}");
        assertThat(Passage.scrubbed("x " + key.replace("\n", " ") + " y")).isEqualTo("x [PRIVATE_KEY] y");
        assertThat(Passage.scrubbed(key.replace("\n", "\r\n    ") + "\r\nz")).isEqualTo("[PRIVATE_KEY]\r\nz");
        assertThat(Passage.scrubbed("secret: \"" + key + "\" z")).isEqualTo("secret: \"[PRIVATE_KEY]\" z");
    }

    @Test
    void aKeyThatWasCutOffEndsWhereOrdinaryWordsFollow() {
        String cut = Planted.pem(new Random(4), "", 20).replaceAll("-----END.*", "");
        String prose = "and then the log goes on with many ordinary words of people until its very end";

        assertThat(Passage.scrubbed(cut + prose)).startsWith("[PRIVATE_KEY]").endsWith("until its very end");
    }

    @Property
    void bytesThatAreNoTextPassUntouched(@ForAll long seed) {
        var random = new Random(seed);
        var bytes = new byte[random.nextInt(3000)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) 0x80;
        }
        assertThat(Passage.inPieces(bytes, random, 100)).isEqualTo(bytes);
    }

    @Test
    void theTallyCountsKindsAndBytes() {
        String in = "10.1.2.3 10.1.2.4 a@example.org";
        String out = feed(in) + flushed();

        assertThat(scrubber.tally()).isEqualTo(new Tally(Map.of("ipv4", 2L, "email", 1L), in.length(), out.length()));
    }

    @Test
    void nothingFollowsTheEnd() {
        scrubber.flush();
        assertThatThrownBy(() -> feed("x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsReplacedIsHandedOverWithWhatStandsForIt() {
        var parts = new ArrayList<String>();
        var told = new Scrubber(Catalogue.builtIn(), () -> 0, new Sink() {
            @Override
            public void text(byte[] bytes, int from, int count) {
                parts.add(new String(bytes, from, count, StandardCharsets.UTF_8));
            }

            @Override
            public void replaced(byte[] bytes, int from, int count, byte[] placeholder) {
                parts.add(new String(bytes, from, count, StandardCharsets.UTF_8) + " -> "
                        + new String(placeholder, StandardCharsets.UTF_8));
            }
        });
        told.feed(ByteBuffer.wrap("from 10.1.2.3 on".getBytes(StandardCharsets.UTF_8)));
        told.flush();
        assertThat(parts).containsExactly("from ", "10.1.2.3 -> [IP_ADDR]", " ", "on");
    }

    private String feed(String text) {
        scrubber.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return shown();
    }

    private String flushed() {
        scrubber.flush();
        return shown();
    }

    private String givenUp() {
        scrubber.giveUp(PATIENCE);
        return shown();
    }

    private String shown() {
        return new String(scrubbed.take(), StandardCharsets.UTF_8);
    }
}
