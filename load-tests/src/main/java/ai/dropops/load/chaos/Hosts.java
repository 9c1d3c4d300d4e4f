package ai.dropops.load.chaos;

import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.RealOperator;
import ai.dropops.load.stage.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real operators among the simulated ones: their commands write down themselves what ran, and they keep a history. */
final class Hosts implements AutoCloseable {
    private static final int COUNT = 2;
    private static final Duration VERIFYING = Duration.ofMinutes(2);

    private final Path folder;
    private final List<RealOperator> operators = new ArrayList<>();

    /** Hosts that dial {@code endpoints}, a list with commas. */
    Hosts(ControlPlane plane, String endpoints, Path folder) {
        this.folder = folder;
        for (int i = 1; i <= COUNT; i++) {
            operators.add(RealOperator.enrol(plane, endpoints, "real-" + i, folder));
        }
    }

    List<RealOperator> operators() {
        return List.copyOf(operators);
    }

    /** What writes down its execution wherever it really runs. */
    String command() {
        return "echo $DROPOPS_EXECUTION >> " + log();
    }

    private Path log() {
        return folder.resolve("ran");
    }

    /** Every execution that ran, as often as it did. */
    List<String> ran() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the operators and compares the history each has kept with what the control plane has seen of it. */
    List<String> brokenHistories(Cli cli) {
        var broken = new ArrayList<String>();
        for (RealOperator operator : operators) {
            operator.stop();
            Path witness = folder.resolve(operator.id() + ".witness");
            write(witness, cli.run("history", "witness", operator.id()).out());
            try (Running tending = operator.tend("--verify-vault", "--witness", witness.toString())) {
                int code = tending.awaitEnd(VERIFYING);
                System.out.println(
                        "  history of " + operator.id() + ": " + tending.log().strip());
                if (code != 0) {
                    broken.add(operator.id() + ": " + tending.log().strip());
                }
            }
        }
        return broken;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        operators.forEach(RealOperator::close);
    }
}
