package ai.dropops.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Frame.OutputEnd.Reason;
import ai.dropops.protocol.wire.Stream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An output that was handed over, read from any place. */
class HandedTest {
    private static final OutputChunk END = new OutputChunk.End(Reason.COMPLETE);
    private static final long NOTHING = Long.MAX_VALUE;
    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aShortOneIsToldFromWhereItIsWanted() throws Exception {
        var output = new Excerpt(whole("hello"), whole("bad"));
        assertThat(told(output, 0, 0))
                .containsExactly(data(Stream.STDOUT, 0, "hello"), data(Stream.STDERR, 0, "bad"), END);
        assertThat(told(output, 3, NOTHING)).containsExactly(data(Stream.STDOUT, 3, "lo"), END);
        assertThat(told(output, 5, 3)).containsExactly(END);
        assertThat(told(output, NOTHING, 9)).containsExactly(END);
    }

    @Test
    void aLongOneHasAGapBetweenItsEnds() throws Exception {
        var output = new Excerpt(new Excerpt.Kept(100, bytes("head"), bytes("tail")), Excerpt.Kept.NOTHING);
        assertThat(told(output, 0, 0))
                .containsExactly(
                        data(Stream.STDOUT, 0, "head"),
                        new OutputChunk.Gap(Stream.STDOUT, 4, 96),
                        data(Stream.STDOUT, 96, "tail"),
                        END);
        assertThat(told(output, 50, 0))
                .containsExactly(new OutputChunk.Gap(Stream.STDOUT, 50, 96), data(Stream.STDOUT, 96, "tail"), END);
        assertThat(told(output, 98, 0)).containsExactly(data(Stream.STDOUT, 98, "il"), END);
    }

    @Test
    void noPieceIsLargerThanOneOfAHost() throws Exception {
        String text = "x".repeat(Excerpt.LIMIT);
        var output = new Excerpt(whole(text), Excerpt.Kept.NOTHING);
        assertThat(told(output, 0, 0))
                .containsExactly(
                        data(Stream.STDOUT, 0, text.substring(0, 64 * 1024)),
                        data(Stream.STDOUT, 64 * 1024, text.substring(64 * 1024)),
                        END);
    }

    private static List<OutputChunk> told(Excerpt output, long stdout, long stderr) throws Exception {
        return Handed.from(output, new Position(stdout, stderr))
                .runWith(Sink.seq(), kit.system())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static OutputChunk data(Stream stream, long offset, String text) {
        return new OutputChunk.Data(stream, offset, bytes(text));
    }

    private static Excerpt.Kept whole(String text) {
        return new Excerpt.Kept(text.length(), bytes(text), Bytes.EMPTY);
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(UTF_8));
    }
}
