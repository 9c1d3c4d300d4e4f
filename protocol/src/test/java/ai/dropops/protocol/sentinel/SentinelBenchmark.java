package ai.dropops.protocol.sentinel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What scrubbing costs one core, in megabytes a second, and how long the built-in kinds take to be made ready in a new JVM.
 * The goals are 1,000 for clean text, 500 with a secret every kilobyte and 20 for the worst that somebody can write:
 * {@code ./dropops mvn -Pbenchmark -pl protocol clean test-compile exec:exec -Dbenchmark=SentinelBenchmark}
 */
@State(Scope.Thread)
public class SentinelBenchmark {
    private static final int MEGABYTE = 1_000_000;
    private static final int PIECE = 1 << 16;

    /** A kind of text, or something that is repeated over and over. */
    @Param({"clean", "a secret every KB", "aws secret ", "a@", "password=", "http://a:", "-eyJhbGciOiJIUzI1", "1.2.3.4"
    })
    private String text = "";

    private byte[] bytes = {};

    @Setup
    public void write() {
        bytes = switch (text) {
            case "clean" -> log(0);
            case "a secret every KB" -> log(1000);
            default -> text.repeat(MEGABYTE / text.length()).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** One operation is one megabyte, so operations a second are megabytes a second. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @Fork(1)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 3, time = 1)
    public long scrub() {
        var counted = new Counted();
        var scrubber = new Scrubber(Catalogue.builtIn(), () -> 0, counted);
        for (int at = 0; at < bytes.length; at += PIECE) {
            scrubber.feed(ByteBuffer.wrap(bytes, at, Math.min(PIECE, bytes.length - at)));
        }
        scrubber.flush();
        return counted.bytes;
    }

    /** What the machine gives at this hour: each byte is read and depends on the one before, one multiplication each. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @Fork(1)
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 2, time = 1)
    public int readOnly() {
        int sum = 0;
        for (byte b : bytes) {
            sum = sum * 31 + b;
        }
        return sum;
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Fork(5)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public void makeReady() {
        Catalogue.builtIn().prepare();
    }

    /** A megabyte of log lines without a secret, but for one about every {@code distance} bytes if that is not 0. */
    private static byte[] log(int distance) {
        var random = new Random(1);
        var text = new StringBuilder();
        int next = distance;
        while (text.length() < MEGABYTE) {
            text.append(
                    "2026-11-27T10:%02d:%02d.%03dZ INFO  [worker-%d] o.e.web.Dispatcher: GET /orders/%d/items took %d ms, %s%n"
                            .formatted(
                                    random.nextInt(60),
                                    random.nextInt(60),
                                    random.nextInt(1000),
                                    random.nextInt(16),
                                    random.nextInt(100_000),
                                    random.nextInt(900),
                                    Planted.of(random, Planted.LETTERS, 30)));
            if (distance > 0 && text.length() > next) {
                text.append("using ghp_")
                        .append(Planted.of(random, Planted.ALNUM, 36))
                        .append(" for it\n");
                next += distance;
            }
        }
        return text.substring(0, MEGABYTE).getBytes(StandardCharsets.UTF_8);
    }

    private static final class Counted implements Sink {
        private long bytes;

        @Override
        public void text(byte[] text, int from, int count) {
            bytes += count;
        }

        @Override
        public void replaced(byte[] secret, int from, int count, byte[] placeholder) {
            bytes += placeholder.length;
        }
    }
}
