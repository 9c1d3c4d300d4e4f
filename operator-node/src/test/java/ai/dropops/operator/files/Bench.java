package ai.dropops.operator.files;

import ai.dropops.operator.ledger.Ledger;
import ai.dropops.operator.vault.Piece;
import ai.dropops.operator.vault.Recording;
import ai.dropops.operator.vault.Retention;
import ai.dropops.operator.vault.Sentinel;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.SpoolKeys;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.wire.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** File actions on real files, and what they said. */
final class Bench {
    static final long LARGEST = 1 << 20;
    private static final ProposalId DOING = ProposalId.of(new byte[16]);
    private static final ProposalId UNDOING = ProposalId.of("the way back 123".getBytes(StandardCharsets.UTF_8));

    private final Path home;
    private final Spool spool;
    private final FileActions actions;
    private final AtomicInteger number = new AtomicInteger();

    /** An exit code and what was printed with it. */
    record Said(int exitCode, Bytes bytes, String stderr) {
        byte[] stdout() {
            return bytes.array();
        }

        String text() {
            return new String(stdout(), StandardCharsets.UTF_8);
        }
    }

    /** @param folder where the operator keeps its own things */
    Bench(Path folder, Resolution resolution) {
        this(folder, Map.of(), resolution);
    }

    /** @param environment the operator's */
    Bench(Path folder, Map<String, String> environment, Resolution resolution) {
        try {
            home = Files.createDirectories(folder).toRealPath();
            spool = Spool.open(
                    home.resolve("spool"),
                    Retention.of(Retention.SMALLEST),
                    () -> 1L << 40,
                    Sentinel.usual(),
                    SpoolKeys.ANY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        actions = new FileActions(
                home,
                environment,
                Versions.in(Ledger.in(home.resolve("ledger"), Clock.systemUTC())),
                LARGEST,
                resolution);
    }

    Path ledger() {
        return home.resolve("ledger");
    }

    Said does(FileAction action) {
        return does(DOING, (cause, recording) -> actions.carryOut(action, cause, recording));
    }

    /** Takes back what {@link #does} did to {@code files}. */
    Said takesBack(Path... files) {
        var undo = new UndoBatch(
                BatchId.of(DOING), List.of(files).stream().map(Path::toString).toList());
        return does(UNDOING, (cause, recording) -> actions.takeBack(undo, cause, recording));
    }

    private Said does(ProposalId proposal, BiFunction<Cause, Recording, Integer> work) {
        var execution = new ExecutionId("%064x".formatted(number.incrementAndGet()));
        try {
            var recording = spool.record(execution);
            int exitCode = work.apply(new Cause(execution, proposal), recording);
            recording.end();
            return new Said(
                    exitCode,
                    Bytes.wrap(printed(execution, Stream.STDOUT)),
                    new String(printed(execution, Stream.STDERR), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes {@code files} as a command does that names them. */
    void commands(Runnable change, Path... files) {
        var cause = new Cause(new ExecutionId("%064x".formatted(number.incrementAndGet())), DOING);
        var kept =
                actions.keepBefore(List.of(files).stream().map(Path::toString).toList(), cause);
        change.run();
        actions.keepAfter(kept, cause);
    }

    Said reads(Path file) {
        return does(ReadFile.whole(file.toString()));
    }

    /** Writes {@code text} over what is there now. */
    Said writes(Path file, String text) {
        return does(write(file, text, base(file)));
    }

    Said deletes(Path file) {
        return does(new DeleteFile(file.toString(), base(file)));
    }

    static WriteFile write(Path file, String text, Digest base) {
        var content = Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
        return new WriteFile(file.toString(), content, base, FileAction.KEEP);
    }

    static Digest base(Path file) {
        try {
            return Files.exists(file) ? Digest.of(Files.readAllBytes(file)) : FileAction.ABSENT;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] printed(ExecutionId execution, Stream wanted) throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        try (var cursor = spool.read(execution, 0, 0).orElseThrow()) {
            while (true) {
                switch (cursor.next()) {
                    case Piece.Data(var stream, long _, var bytes) -> {
                        if (stream == wanted) {
                            all.writeBytes(bytes.array());
                        }
                    }
                    case Piece.Gap _ -> throw new IllegalStateException("a part was not kept");
                    case Piece.End _ -> {
                        return all.toByteArray();
                    }
                }
            }
        }
    }
}
