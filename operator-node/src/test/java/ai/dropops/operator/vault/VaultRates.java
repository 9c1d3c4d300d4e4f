package ai.dropops.operator.vault;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SealingKey;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Prints how fast output is recorded and how many executions a second a vault takes, begun and concluded with a signed
 * receipt, each on the disk before it is answered: {@code java -cp ... ai.dropops.operator.vault.VaultRates [SECONDS]}, in a folder on the disk that is meant.
 */
public final class VaultRates {
    private static final int KB_100 = 100 * 1024;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final OperatorId ME = OperatorId.of(new byte[16]);
    private static final ProposalId PROPOSAL = ProposalId.of(new byte[16]);

    private VaultRates() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        measure(16, KB_100, seconds); // warms up
        System.out.printf("the disk alone: %,.0f waits/s after 100 KB each%n%n", waits(seconds));
        System.out.printf(
                "output recorded: %,.0f MB/s; sealing alone: %,.0f MB/s%n%n", recorded(seconds), sealed(seconds));
        System.out.println("| writers | output | executions/s | MB/s |\n|---|---|---|---|");
        for (int writers : new int[] {1, 4, 16, 64}) {
            for (int size : new int[] {100, KB_100}) {
                double rate = measure(writers, size, seconds);
                System.out.printf("| %d | %,d B | %,.0f | %.0f |%n", writers, size, rate, rate * size / 1e6);
            }
        }
    }

    /** Output that holds nothing to be replaced, in the pieces a pipe hands over, through the Sentinel, sealed, onto the disk. */
    private static double recorded(int seconds) throws IOException {
        Path folder = Files.createTempDirectory(Path.of(""), "vault-rates");
        Spool spool = Spool.open(folder, Retention.of(512 << 20), () -> 1L << 40, Sentinel.usual(), SpoolKeys.ANY);
        var execution = new ExecutionId("00".repeat(32));
        var piece = new byte[Segment.MAX_PAYLOAD];
        Arrays.fill(piece, (byte) 'x');
        Recording recording = spool.record(execution);
        long begun = System.nanoTime();
        long bytes = 0;
        while (System.nanoTime() - begun < Duration.ofSeconds(seconds).toNanos()) {
            recording.append(Stream.STDOUT, ByteBuffer.wrap(piece));
            bytes += piece.length;
        }
        recording.end();
        double rate = bytes * 1e9 / (System.nanoTime() - begun);
        delete(folder.resolve(execution.value()));
        Files.delete(folder);
        return rate / 1e6;
    }

    private static double sealed(int seconds) {
        var key = new SegmentKey(new byte[SealingKey.SIZE]);
        var piece = ByteBuffer.allocate(Segment.MAX_PAYLOAD);
        var into = ByteBuffer.allocate(Segment.MAX_PAYLOAD + SegmentKey.OVERHEAD);
        long begun = System.nanoTime();
        long pieces = 0;
        while (System.nanoTime() - begun < Duration.ofSeconds(seconds).toNanos()) {
            key.seal(++pieces, piece.clear(), into.clear());
        }
        return pieces * Segment.MAX_PAYLOAD * 1e3 / (System.nanoTime() - begun);
    }

    private static double waits(int seconds) throws IOException {
        Path file = Files.createTempFile(Path.of(""), "waits", "");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            long waits = 0;
            while (System.nanoTime() - begun < Duration.ofSeconds(seconds).toNanos()) {
                channel.write(ByteBuffer.allocate(KB_100));
                channel.force(false);
                waits++;
            }
            return waits * 1e9 / (System.nanoTime() - begun);
        } finally {
            Files.delete(file);
        }
    }

    private static double measure(int writers, int size, int seconds) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(""), "vault-rates");
        var number = new AtomicLong();
        try (Vault vault = Vault.open(
                        folder.resolve("dropops.db"),
                        new Secret("00".repeat(32)),
                        Duration.ofDays(90),
                        Clock.systemUTC());
                var threads = Executors.newFixedThreadPool(writers)) {
            var deed = new Deed(Deed.Event.CMD_EXEC, Bytes.wrap(new byte[300]));
            var bytes = new byte[size];
            new Random(1).nextBytes(bytes);
            var output = new Excerpt(new Excerpt.Kept(size, Bytes.wrap(bytes), Bytes.EMPTY), Excerpt.Kept.NOTHING);
            UnaryOperator<byte[]> signer = signer();
            long begun = System.nanoTime();
            long end = begun + Duration.ofSeconds(seconds).toNanos();
            for (int i = 0; i < writers; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        live(vault, number.incrementAndGet(), deed, output, signer);
                    }
                });
            }
            threads.shutdown();
            threads.awaitTermination(2L * seconds, TimeUnit.SECONDS);
            return number.get() * 1e9 / (System.nanoTime() - begun);
        } finally {
            delete(folder);
        }
    }

    private static void live(Vault vault, long number, Deed deed, Excerpt output, UnaryOperator<byte[]> signer) {
        byte[] key = ByteBuffer.allocate(32).putLong(number).array();
        var execution = new ExecutionId(HexFormat.of().formatHex(key));
        vault.begin(new Known.Begun(execution, PROPOSAL, 1, NOW), deed, NOW);
        Receipt.Signed told = vault.conclude(
                new Account(execution, PROPOSAL, ME, 1, new Outcome.Voided()),
                NOW,
                output,
                receipt -> receipt.sign(signer));
        vault.kept(execution, told.content().sequence());
    }

    private static UnaryOperator<byte[]> signer() {
        var key = new Ed25519PrivateKeyParameters(FakeControlPlane.random(32));
        return message -> {
            var ed25519 = new Ed25519Signer();
            ed25519.init(true, key);
            ed25519.update(message, 0, message.length);
            return ed25519.generateSignature();
        };
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
