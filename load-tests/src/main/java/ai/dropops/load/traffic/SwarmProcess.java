package ai.dropops.load.traffic;

import ai.dropops.load.stage.Programs;
import ai.dropops.load.stage.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some operators of a swarm in a process of their own, which may die and be started again. */
public final class SwarmProcess implements AutoCloseable {
    private static final Pattern LINE =
            Pattern.compile("connected (\\d+) orders (\\d+) repeated (\\d+) refused (\\d+) failed (\\d+)");

    private final int number;
    private final Path folder;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private volatile @Nullable Running process;

    private SwarmProcess(int number, Path folder, List<String> arguments, Map<String, String> environment) {
        this.number = number;
        this.folder = folder;
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Which operators, and how they behave.
     *
     * @param number of the process, from 1; the loopback addresses it dials from hang on it
     * @param from index of the first of its identities in the folder
     * @param endpoints what they dial, with commas
     */
    public record Part(int number, int from, int count, String endpoints, String output) {}

    /** What the process said last of how it stands; its orders begin at 0 with each start. */
    public record Standing(long connected, long orders, long repeated, long refused, long failed) {
        static final Standing NONE = new Standing(0, 0, 0, 0, 0);

        private static Standing of(MatchResult line) {
            return new Standing(
                    Long.parseLong(line.group(1)),
                    Long.parseLong(line.group(2)),
                    Long.parseLong(line.group(3)),
                    Long.parseLong(line.group(4)),
                    Long.parseLong(line.group(5)));
        }

        public Standing plus(Standing other) {
            return new Standing(
                    connected + other.connected,
                    orders + other.orders,
                    repeated + other.repeated,
                    refused + other.refused,
                    failed + other.failed);
        }
    }

    /** Starts a process for identities that are in {@code folder} already. */
    public static SwarmProcess start(Path folder, Part part, Map<String, String> environment) {
        var arguments = new ArrayList<>(Programs.swarm());
        arguments.addAll(List.of("--data", folder.toString(), "--number", Integer.toString(part.number())));
        arguments.addAll(List.of("--from", Integer.toString(part.from()), "--count", Integer.toString(part.count())));
        arguments.addAll(List.of("--endpoint", part.endpoints(), "--output", part.output()));
        var process = new SwarmProcess(part.number(), folder, arguments, environment);
        process.start();
        return process;
    }

    /** Starts it again, after it has died, and tells it the time, as its own clock may be a false one. */
    public void start() {
        var command = new ArrayList<>(arguments);
        command.addAll(List.of("--begun", Instant.now().toString()));
        process = Running.start("swarm " + number, command, folder, log(folder, number, "out"), environment);
    }

    /** Where the process of that number writes down what its operators run. */
    public static Path runLog(Path folder, int number) {
        return log(folder, number, "runs");
    }

    private static Path log(Path folder, int number, String suffix) {
        return folder.resolve("swarm-" + number + "." + suffix);
    }

    /** All the runs of all processes of a swarm in {@code folder}, from its operators' side. */
    public static List<Path> runLogs(Path folder) {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(number -> runLog(folder, number))
                .takeWhile(Files::exists)
                .toList();
    }

    public Standing standing() {
        return process().isAlive() ? process().lastLine(LINE).map(Standing::of).orElse(Standing.NONE) : Standing.NONE;
    }

    public Running process() {
        if (process == null) {
            throw new IllegalStateException("the swarm was not started");
        }
        return process;
    }

    @Override
    public void close() {
        process().close();
    }
}
