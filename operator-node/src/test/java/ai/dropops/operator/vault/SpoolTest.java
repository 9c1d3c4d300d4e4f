package ai.dropops.operator.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded output, written and read as executions and readers do. */
class SpoolTest {
    private static final long PLENTY = 1L << 40;
    private static final Retention SMALL = Retention.of(Retention.SMALLEST);

    @TempDir
    Path folder;

    private final AtomicLong free = new AtomicLong(PLENTY);

    @Test
    void bothStreamsAreReadInTheOrderTheyArrived() throws Exception {
        Recording recording = open(SMALL).record(execution(1));
        write(recording, Stream.STDOUT, "one ");
        write(recording, Stream.STDERR, "two ");
        write(recording, Stream.STDOUT, "three ");
        write(recording, Stream.STDOUT, "four");
        recording.end();
        assertThat(readAll(open(SMALL), execution(1), 0, 0))
                .containsExactly("STDOUT 0 one ", "STDERR 0 two ", "STDOUT 4 three four", "end");
        assertThat(recording.stdout()).isEqualTo(Output.plain(volume("one three four")));
    }

    @Test
    void aReaderResumesWhereItWas() throws Exception {
        Recording recording = open(SMALL).record(execution(1));
        write(recording, Stream.STDOUT, "abcde\n");
        write(recording, Stream.STDERR, "xy\n");
        write(recording, Stream.STDOUT, "gh\n");
        recording.end();
        Spool spool = open(SMALL);
        assertThat(readAll(spool, execution(1), 2, 1))
                .containsExactly("STDOUT 2 cde\n", "STDERR 1 y\n", "STDOUT 6 gh\n", "end");
        assertThat(readAll(spool, execution(1), 9, 3)).containsExactly("end");
        assertThat(readAll(spool, execution(1), 100, 100)).containsExactly("end");
        assertThat(readAll(spool, execution(1), 7, Long.MAX_VALUE)).containsExactly("STDOUT 7 h\n", "end");
    }

    @Test
    void aReaderIsToldOfWhatIsStillToCome() throws Exception {
        Spool spool = open(SMALL);
        Recording recording = spool.record(execution(1));
        try (Cursor cursor = spool.read(execution(1), 0, 0).orElseThrow()) {
            CompletableFuture<Piece> first = CompletableFuture.supplyAsync(() -> next(cursor));
            write(recording, Stream.STDOUT, "now ");
            assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Piece.Data.class);
            CompletableFuture<Piece> end = CompletableFuture.supplyAsync(() -> next(cursor));
            recording.end();
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new Piece.End());
        }
    }

    @Test
    void nothingIsReadOfAnExecutionThatNeverWrote() throws Exception {
        assertThat(open(SMALL).read(execution(7), 0, 0)).isEmpty();
    }

    @Test
    void theFirstAndTheLastHalfAreKeptAndTheGapIsTold() throws Exception {
        Spool spool = open(SMALL);
        Recording recording = spool.record(execution(1));
        byte[] all = random(5 << 20, 1);
        for (int at = 0; at < all.length; at += 10_000) {
            int length = Math.min(10_000, all.length - at);
            recording.append(Stream.STDOUT, ByteBuffer.wrap(all, at, length));
        }
        recording.end();
        assertThat(recording.stdout()).isEqualTo(Output.plain(new Volume(all.length, Digest.of(all))));
        assertThat(size(folder)).isLessThan(Retention.SMALLEST + 3 * SMALL.segment());

        var gaps = new ArrayList<Piece.Gap>();
        Copy copy = copy(spool, execution(1), gaps);
        assertThat(gaps).hasSize(1);
        Piece.Gap gap = gaps.getFirst();
        assertThat(gap.from()).isBetween(Retention.SMALLEST / 3, Retention.SMALLEST);
        assertThat(all.length - gap.to()).isBetween(Retention.SMALLEST / 3, Retention.SMALLEST);
        assertThat(copy.bytes.array()).isEqualTo(without(all, gap));
        assertThat(copy.total).isEqualTo(all.length);
    }

    @Test
    void aReaderThatFallsBehindFindsAGapAndTheRest() throws Exception {
        Spool spool = open(SMALL);
        Recording recording = spool.record(execution(1));
        byte[] piece = random(50_000, 2);
        recording.append(Stream.STDOUT, ByteBuffer.wrap(piece));
        try (Cursor slow = spool.read(execution(1), 0, 0).orElseThrow()) {
            assertThat(next(slow)).isInstanceOf(Piece.Data.class);
            for (int i = 0; i < 100; i++) {
                recording.append(Stream.STDOUT, ByteBuffer.wrap(piece));
            }
            recording.end();
            long at = piece.length;
            boolean gap = false;
            for (Piece next = next(slow); !(next instanceof Piece.End); next = next(slow)) {
                switch (next) {
                    case Piece.Data(var _, long offset, var bytes) -> {
                        assertThat(offset).isEqualTo(at);
                        at += bytes.size();
                    }
                    case Piece.Gap(var _, long from, long to) -> {
                        assertThat(from).isEqualTo(at);
                        at = to;
                        gap = true;
                    }
                    case Piece.End _ -> throw new AssertionError();
                }
            }
            assertThat(gap).isTrue();
            assertThat(at).isEqualTo(101L * piece.length);
        }
    }

    @Test
    void aFullDiskStopsTheKeepingAndNotTheProcess() throws Exception {
        Spool spool = open(Retention.of(64 << 20));
        Recording recording = spool.record(execution(1));
        byte[] all = random(40 << 20, 3);
        for (int at = 0; at < all.length; at += 1 << 16) {
            if (at == 20 << 20) {
                free.set(0);
            }
            recording.append(Stream.STDOUT, ByteBuffer.wrap(all, at, 1 << 16));
        }
        recording.end();
        var gaps = new ArrayList<Piece.Gap>();
        Copy copy = copy(spool, execution(1), gaps);
        assertThat(gaps).isNotEmpty();
        assertThat(copy.total).isEqualTo(all.length);
        assertThat(recording.stdout()).isEqualTo(Output.plain(new Volume(all.length, Digest.of(all))));
        assertThatThrownBy(() -> spool.record(execution(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("512 MiB");
    }

    @Test
    void oldOutputMakesRoomForNew() throws Exception {
        var few = new Retention(Retention.SMALLEST, 8 * Retention.SMALLEST, 2, 0);
        Spool spool = open(few);
        for (int i = 1; i <= 4; i++) {
            Recording recording = spool.record(execution(i));
            write(recording, Stream.STDOUT, "x");
            recording.end();
        }
        spool.record(execution(5)).end();
        assertThat(spool.read(execution(1), 0, 0)).isEmpty();
        assertThat(spool.read(execution(2), 0, 0)).isEmpty();
        assertThat(spool.read(execution(4), 0, 0)).isPresent();
    }

    @Test
    void whatADeadOperatorLeftIsReadUpToTheLastWholeRecord() throws Exception {
        Recording recording = open(SMALL).record(execution(1));
        write(recording, Stream.STDOUT, "whole\n");
        write(recording, Stream.STDERR, "torn\n");
        Path file = folder.resolve(execution(1).value()).resolve("00000000");
        try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(cut.length() - 2);
        }
        Spool spool = open(SMALL);
        Volumes volumes = spool.close(execution(1));
        assertThat(volumes.stdout()).isEqualTo(Output.plain(volume("whole\n")));
        assertThat(volumes.stderr()).isEqualTo(Output.NONE);
        assertThat(readAll(spool, execution(1), 0, 0)).containsExactly("STDOUT 0 whole\n", "end");
        assertThat(spool.close(execution(9))).isEqualTo(Volumes.NONE);
    }

    @Test
    void readersAreShownPlaceholdersAndTheRecordKeepsWhatWasWritten() throws Exception {
        String written = "from 10.1.2.3 with ghp_" + "a1".repeat(18) + " and\n" + "k".repeat(200_000);
        String shown = "from [IP_ADDR] with [GITHUB_TOKEN] and\n" + "k".repeat(200_000);
        Spool spool = open(Retention.of(16 << 20));
        Recording recording = spool.record(execution(1));
        for (int at = 0; at < written.length(); at += 7) {
            write(recording, Stream.STDERR, written.substring(at, Math.min(written.length(), at + 7)));
        }
        recording.end();
        assertThat(recording.stderr()).isEqualTo(new Output(volume(shown), written.length()));
        Files.delete(folder.resolve(execution(1).value()).resolve(Totals.NAME));
        assertThat(open(SMALL).close(execution(1)).stderr()).isEqualTo(recording.stderr());
        String read = String.join("", readAll(spool, execution(1), 0, 0));
        assertThat(read.replaceAll("STDERR \\d+ ", "")).isEqualTo(shown + "end");
        assertThat(readAll(spool, execution(1), 0, 9).getFirst()).startsWith("STDERR 9 ADDR] with [GITHUB_TOKEN] and");
    }

    @Test
    void aKeyOfAnyLengthNeverShowsAcrossTheGap() throws Exception {
        Spool spool = open(SMALL);
        Recording recording = spool.record(execution(1));
        write(recording, Stream.STDOUT, "-----BEGIN PRIVATE KEY-----\n");
        for (int i = 0; i < 60_000; i++) {
            write(recording, Stream.STDOUT, "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ\n");
        }
        write(recording, Stream.STDOUT, "-----END PRIVATE KEY-----\nafter\n");
        recording.end();
        String read = String.join("", readAll(spool, execution(1), 0, 0));
        assertThat(read.replaceAll("STDOUT \\d+ ", "")).isEqualTo("[PRIVATE_KEY]\nafter\nend");
        assertThat(size(folder)).isLessThan(Retention.SMALLEST + 3 * SMALL.segment());
    }

    @Test
    void aDamagedFileIsAFailureAndNotALoop() throws Exception {
        Recording recording = open(SMALL).record(execution(1));
        write(recording, Stream.STDOUT, "x".repeat(1000));
        recording.end();
        Path file = folder.resolve(execution(1).value()).resolve("00000000");
        try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.seek(Segment.HEADER);
            cut.writeInt(1 << 30);
        }
        try (Cursor cursor = open(SMALL).read(execution(1), 0, 0).orElseThrow()) {
            assertThatThrownBy(cursor::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsOnTheDiskIsSealedAndOpensNowhereElse() throws Exception {
        for (int number = 1; number <= 2; number++) {
            Recording recording = open(SMALL).record(execution(number));
            write(recording, Stream.STDOUT, "number " + number + " from 10.1.2.3\n");
            write(recording, Stream.STDERR, "and more\n");
            recording.end();
        }
        Path first = folder.resolve(execution(1).value()).resolve("00000000");
        byte[] sealed = Files.readAllBytes(first);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .doesNotContain("number")
                .doesNotContain("10.1.2.3");
        for (int at = Segment.HEADER + Integer.BYTES; at < Segment.HEADER + 20; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            Files.write(first, changed);
            assertThatThrownBy(() -> readAll(open(SMALL), execution(1), 0, 0))
                    .hasMessageContaining("changed or is damaged");
        }
        Files.write(
                first, Files.readAllBytes(folder.resolve(execution(2).value()).resolve("00000000")));
        assertThatThrownBy(() -> readAll(open(SMALL), execution(1), 0, 0))
                .hasMessageContaining("changed or is damaged");
        Files.write(first, sealed);
        assertThat(readAll(open(SMALL), execution(1), 0, 0)).contains("STDERR 0 and more\n");
    }

    private Spool open(Retention retention) throws IOException {
        return Spool.open(folder, retention, free::get, Sentinel.usual(), SpoolKeys.ANY);
    }

    static ExecutionId execution(int number) {
        return new ExecutionId("%064x".formatted(number));
    }

    private static void write(Recording recording, Stream stream, String text) {
        recording.append(stream, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Volume volume(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Volume(bytes.length, Digest.of(bytes));
    }

    private static Piece next(Cursor cursor) {
        try {
            return cursor.next();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> readAll(Spool spool, ExecutionId execution, long stdout, long stderr)
            throws IOException {
        var read = new ArrayList<String>();
        try (Cursor cursor = spool.read(execution, stdout, stderr).orElseThrow()) {
            while (true) {
                switch (next(cursor)) {
                    case Piece.Data(var stream, long offset, var bytes) ->
                        read.add(stream + " " + offset + " " + new String(bytes.array(), StandardCharsets.UTF_8));
                    case Piece.Gap gap -> read.add(gap.toString());
                    case Piece.End _ -> {
                        read.add("end");
                        return read;
                    }
                }
            }
        }
    }

    private record Copy(Bytes bytes, long total) {}

    private static Copy copy(Spool spool, ExecutionId execution, List<Piece.Gap> gaps) throws IOException {
        var bytes = new ByteArrayOutputStream();
        long at = 0;
        try (Cursor cursor = spool.read(execution, 0, 0).orElseThrow()) {
            while (true) {
                switch (next(cursor)) {
                    case Piece.Data(var _, long offset, var data) -> {
                        assertThat(offset).isEqualTo(at);
                        bytes.writeBytes(data.array());
                        at += data.size();
                    }
                    case Piece.Gap gap -> {
                        assertThat(gap.from()).isEqualTo(at);
                        gaps.add(gap);
                        at = gap.to();
                    }
                    case Piece.End _ -> {
                        return new Copy(Bytes.wrap(bytes.toByteArray()), at);
                    }
                }
            }
        }
    }

    private static byte[] without(byte[] all, Piece.Gap gap) {
        var kept = new ByteArrayOutputStream();
        kept.write(all, 0, (int) gap.from());
        kept.write(all, (int) gap.to(), all.length - (int) gap.to());
        return kept.toByteArray();
    }

    private static byte[] random(int size, long seed) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        for (int i = 0; i < size; i++) {
            bytes[i] |= (byte) 0x80; // no text, so that nothing of it is replaced
        }
        return bytes;
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }
}
