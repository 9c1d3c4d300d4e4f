package ai.dropops.load.stage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process we started, with everything it prints in a file. */
public final class Running implements AutoCloseable {
    private static final int TAIL = 4096;

    private final String name;
    private final Process process;
    private final Path log;

    private Running(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts {@code command} in {@code folder}; its output is appended to {@code log}. */
    public static Running start(String name, List<String> command, Path folder, Path log, Map<String, String> env) {
        try {
            Files.createDirectories(folder);
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(env);
            return new Running(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that matches, and answers the match; fails at once when the process ends without one. */
    public Matcher awaitLine(Pattern line, Duration limit) {
        return Await.some(name + " prints " + line, limit, () -> {
            boolean alive = process.isAlive();
            Matcher match = line.matcher(log());
            if (match.find()) {
                return Optional.of(match);
            }
            if (!alive) {
                throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + log());
            }
            return Optional.empty();
        });
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line that matches among the latest few it printed. */
    public Optional<MatchResult> lastLine(Pattern line) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL));
            var tail = new byte[TAIL];
            int length = Math.max(0, file.read(tail));
            return line.matcher(new String(tail, 0, length, StandardCharsets.UTF_8))
                    .results()
                    .reduce((_, later) -> later);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Vitals vitals() {
        return Vitals.of(pid());
    }

    /** The exit code, once the process has ended by itself. */
    public int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + limit.toSeconds() + " s:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL: no farewell, no flush. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** SIGTERM, and SIGKILL when that is not obeyed within ten seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
