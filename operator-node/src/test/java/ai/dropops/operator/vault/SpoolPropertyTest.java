package ai.dropops.operator.vault;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.sentinel.Catalogue;
import ai.dropops.protocol.wire.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is written, in whatever pieces: what is read is that, but for gaps that are told. */
class SpoolPropertyTest {
    private static final ExecutionId EXECUTION = SpoolTest.execution(1);
    private static final Retention SMALL = Retention.of(Retention.SMALLEST);

    /** Full of what is replaced, wherever it is cut. */
    private static final String TEXT =
            "to jane@example.com from 10.1.2.3, password=hunter22 AKIAABCDEFGHIJKLMNOP and plain words of a log line\n";

    /** One write of a process. */
    record Write(Stream stream, int size) {}

    @Provide
    Arbitrary<List<Write>> writes() {
        Arbitrary<Integer> sizes = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 40), Arbitraries.integers().between(1, 1 << 16));
        return Combinators.combine(Arbitraries.of(Stream.class), sizes)
                .as(Write::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 60)
    void everyByteIsReadOrMissed(
            @ForAll("writes") List<Write> writes, @ForAll @IntRange(max = 200) int pause, @ForAll boolean reopened)
            throws Exception {
        Path folder = Files.createTempDirectory("spool");
        try {
            Spool spool = Spool.open(folder, SMALL, () -> 1L << 40, Sentinel.usual(), SpoolKeys.ANY);
            var stdout = new ByteArrayOutputStream();
            var stderr = new ByteArrayOutputStream();
            Recording recording = spool.record(EXECUTION);
            write(writes, recording, stdout, stderr);
            recording.end();
            Spool read = reopened ? Spool.open(folder, SMALL, () -> 1L << 40, Sentinel.usual(), SpoolKeys.ANY) : spool;
            Catalogue catalogue = Catalogue.builtIn();
            check(read, pause, catalogue.scrub(stdout.toByteArray()), catalogue.scrub(stderr.toByteArray()));
            assertThat(recording.stdout().written()).isEqualTo(stdout.size());
        } finally {
            delete(folder);
        }
    }

    private static void write(
            List<Write> writes, Recording recording, ByteArrayOutputStream stdout, ByteArrayOutputStream stderr) {
        var random = new Random(1);
        for (Write write : writes) {
            var bytes = new byte[write.size()];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte)
                        TEXT.charAt(random.nextInt(20) == 0 ? random.nextInt(TEXT.length()) : at % TEXT.length());
            }
            recording.append(write.stream(), ByteBuffer.wrap(bytes));
            (write.stream() == Stream.STDOUT ? stdout : stderr).writeBytes(bytes);
        }
    }

    /** Reads {@code pause} pieces, then goes on with another reader from where the first one was. */
    private static void check(Spool spool, int pause, byte[] stdout, byte[] stderr)
            throws IOException, InterruptedException {
        Offsets at = Offsets.START;
        boolean gap = false;
        Cursor cursor = spool.read(EXECUTION, 0, 0).orElseThrow();
        int pieces = 0;
        Piece piece = cursor.next();
        while (!(piece instanceof Piece.End)) {
            switch (piece) {
                case Piece.Data(var stream, long offset, var bytes) -> {
                    assertThat(offset).isEqualTo(at.of(stream));
                    byte[] whole = stream == Stream.STDOUT ? stdout : stderr;
                    assertThat(ByteBuffer.wrap(bytes.array()))
                            .isEqualTo(ByteBuffer.wrap(whole, (int) offset, bytes.size()));
                    at = at.plus(stream, bytes.size());
                }
                case Piece.Gap(var stream, long from, long to) -> {
                    assertThat(from).isEqualTo(at.of(stream));
                    assertThat(to).isGreaterThan(from);
                    at = at.with(stream, to);
                    gap = true;
                }
                case Piece.End _ -> throw new AssertionError();
            }
            if (++pieces == pause) {
                cursor.close();
                cursor = spool.read(EXECUTION, at.stdout(), at.stderr()).orElseThrow();
            }
            piece = cursor.next();
        }
        cursor.close();
        assertThat(at).isEqualTo(new Offsets(stdout.length, stderr.length));
        if (stdout.length + stderr.length < Retention.SMALLEST / 2) {
            assertThat(gap).isFalse();
        }
    }

    private static void delete(Path folder) throws IOException {
        var all = new ArrayList<Path>();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path each : all) {
            try {
                Files.delete(each);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
