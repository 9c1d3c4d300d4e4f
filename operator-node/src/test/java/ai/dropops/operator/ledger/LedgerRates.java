package ai.dropops.operator.ledger;

import ai.dropops.protocol.identity.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/**
 * Prints how long a commit of the ledger takes, as their number grows, beside one wait for the disk after as many bytes: {@code java
 * -cp ... ai.dropops.operator.ledger.LedgerRates [COMMITS]}, in a folder on the disk that is meant.
 */
public final class LedgerRates {
    private static final int FILE = 10_000;
    private static final int GROUP = 500;
    private static final int PATHS = 200;

    private LedgerRates() {}

    public static void main(String[] arguments) throws IOException {
        int commits = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory(Path.of(""), "ledger-rates");
        var random = new Random(1);
        try (Ledger ledger = Ledger.in(folder.resolve("ledger"), Clock.systemUTC());
                FileChannel disk =
                        FileChannel.open(folder.resolve("disk"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            System.out.println("| commits | p50 | p99 | the disk alone p50 | p99 (ms) |\n|---|---|---|---|---|");
            for (int done = 0; done < commits; done += GROUP) {
                var took = new long[GROUP];
                var waits = new long[GROUP];
                for (int i = 0; i < GROUP; i++) {
                    byte[] content = bytes(random);
                    String path = "/srv/www/site-" + i % 4 + "/file-" + random.nextInt(PATHS);
                    long begun = System.nanoTime();
                    ledger.record(path, new Content.Present(Bytes.wrap(content), false), "change " + i);
                    took[i] = System.nanoTime() - begun;
                    begun = System.nanoTime();
                    disk.write(ByteBuffer.wrap(content));
                    disk.force(false);
                    waits[i] = System.nanoTime() - begun;
                }
                System.out.printf(
                        "| %,d | %.2f | %.2f | %.2f | %.2f |%n",
                        done + GROUP, at(took, 50), at(took, 99), at(waits, 50), at(waits, 99));
            }
        } finally {
            delete(folder);
        }
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[FILE];
        for (int i = 0; i < FILE; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(16));
        }
        return bytes;
    }

    private static double at(long[] nanos, int percent) {
        Arrays.sort(nanos);
        return nanos[nanos.length * percent / 100] / 1e6;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
