package ai.dropops.load.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What simulated operators really did, one line each, written before anybody is told: it outlives a {@code kill -9} of their
 * process, and a new one of the same operators goes on from it.
 */
public final class RunLog implements AutoCloseable {
    private static final int FIELDS = 7;

    private final FileChannel file;

    private RunLog(FileChannel file) {
        this.file = file;
    }

    /** What became of an order. */
    public enum Deed {
        RAN,
        /** It was forbidden before it ran, and must not run any more. */
        FORBIDDEN,
        /** What became of it was told, and the control plane keeps the receipt. */
        TOLD
    }

    /**
     * One line.
     *
     * @param digest of the proposal whose permit came with the order
     */
    public record Entry(
            Deed deed,
            ExecutionId execution,
            OperatorId operator,
            ProposalId proposal,
            int attempt,
            String digest,
            Instant at) {
        static Entry ran(
                ExecutionId execution,
                OperatorId operator,
                ProposalId proposal,
                int attempt,
                Digest digest,
                Instant at) {
            return new Entry(Deed.RAN, execution, operator, proposal, attempt, digest.hex(), at);
        }

        private String line() {
            return String.join(
                    " ",
                    deed.name(),
                    execution.value(),
                    operator.value(),
                    proposal.value(),
                    Integer.toString(attempt),
                    digest,
                    at.toString());
        }

        private static Entry parse(String line) {
            String[] field = line.split(" ", FIELDS);
            return new Entry(
                    Deed.valueOf(field[0]),
                    new ExecutionId(field[1]),
                    new OperatorId(field[2]),
                    new ProposalId(field[3]),
                    Integer.parseInt(field[4]),
                    field[5],
                    Instant.parse(field[6]));
        }
    }

    /** The log in {@code file}, gone on with where there is one. */
    public static RunLog at(Path file) {
        try {
            return new RunLog(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything in {@code file}; nothing where there is none. */
    public static List<Entry> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var lines = Files.lines(file, US_ASCII)) {
            return lines.map(Entry::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was run, of everything in {@code file}. */
    public static List<Entry> runs(Path file) {
        return read(file).stream().filter(entry -> entry.deed() == Deed.RAN).toList();
    }

    static Map<OperatorId, List<Entry>> byOperator(Path file) {
        return read(file).stream().collect(Collectors.groupingBy(Entry::operator));
    }

    /** Adds a line; it is the kernel's when this returns. */
    public synchronized void write(Entry entry) {
        try {
            var line = ByteBuffer.wrap((entry.line() + "\n").getBytes(US_ASCII));
            while (line.hasRemaining()) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
