package ai.dropops.web.server;

import ai.dropops.protocol.identity.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator on this host: a process of its own that is kept running for as long as the control plane runs. One that
 * outlived the control plane before is found by its mark and used.
 */
final class LocalOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalOperator.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofMillis(1500);

    /**
     * How the process is started.
     *
     * @param mark one of the arguments, by which the process is known among all others
     * @param folder where it runs and keeps what it keeps
     * @param output the file its output is added to
     * @param key goes into its environment, never on its command line
     * @param keyFile where the key is kept
     */
    record Launch(List<String> command, String mark, Path folder, Path output, Secret key, Path keyFile) {
        Launch {
            command = List.copyOf(command);
        }
    }

    private final Launch launch;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;
    private volatile Optional<ProcessHandle> process = Optional.empty();

    private LocalOperator(Launch launch) {
        this.launch = launch;
        this.keeper = Thread.ofPlatform().name("local-operator").daemon().unstarted(this::keep);
    }

    static LocalOperator start(Launch launch) {
        var operator = new LocalOperator(launch);
        operator.keeper.start();
        return operator;
    }

    /** Tells the process to end, without waiting for it. */
    void tellToEnd() {
        closed.countDown();
        process.ifPresent(ProcessHandle::destroy);
    }

    /** Ends the process, gently at first. */
    @Override
    public void close() {
        tellToEnd();
        process.ifPresent(running -> {
            try {
                running.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException _) {
                running.destroyForcibly();
            }
        });
    }

    /** Waits until there is nothing more to be kept running; false when the time is over first. */
    boolean awaitRest(long time, TimeUnit unit) throws InterruptedException {
        return keeper.join(Duration.of(time, unit.toChronoUnit()));
    }

    OptionalLong pid() {
        return process.map(ProcessHandle::pid).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private void keep() {
        survivor().ifPresent(this::awaitSurvivor);
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            long begun = System.nanoTime();
            Ending ending = run();
            if (isClosed() || !goesOnAfter(ending)) {
                return;
            }
            pause = System.nanoTime() - begun > STEADY.toNanos() ? FIRST_PAUSE : pause;
            if (awaitClosed(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** What the process says with its exit code. */
    private enum Ending {
        TOLD_TO,
        REFUSED,
        VAULT,
        FOLDER_IN_USE,
        DIED;

        static Ending of(int exitCode) {
            return switch (exitCode) {
                case 0 -> TOLD_TO;
                case 4 -> FOLDER_IN_USE;
                case 5 -> REFUSED;
                case 10 -> VAULT;
                default -> DIED;
            };
        }
    }

    private boolean goesOnAfter(Ending ending) {
        return switch (ending) {
            case TOLD_TO -> {
                LOG.info("The operator on this host ended as it was told to; it starts again with the control plane");
                yield false;
            }
            case REFUSED -> {
                LOG.warn(
                        "The operator on this host was refused: its key was replaced or revoked. Put the current key into {} and start again",
                        launch.keyFile());
                yield false;
            }
            case VAULT -> {
                LOG.warn(
                        "The operator on this host cannot use the records in {} and does not start; {} says why and what to do",
                        launch.folder(),
                        launch.output());
                yield false;
            }
            case FOLDER_IN_USE -> {
                LOG.info("Another operator runs in {}; it is used", launch.folder());
                yield true;
            }
            case DIED -> {
                LOG.warn(
                        "The operator on this host ended unexpectedly and is started again; {} says why",
                        launch.output());
                yield true;
            }
        };
    }

    private Ending run() {
        try {
            var builder = new ProcessBuilder(launch.command())
                    .directory(launch.folder().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(launch.output().toFile()));
            builder.environment().put("DROPOPS_OPERATOR_API_KEY", launch.key().reveal());
            Process started = builder.start();
            process = Optional.of(started.toHandle());
            if (isClosed()) {
                started.destroy();
            }
            return Ending.of(started.waitFor());
        } catch (IOException e) {
            LOG.warn("The operator on this host cannot be started: {}", e.getMessage());
            return Ending.DIED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Ending.TOLD_TO;
        }
    }

    private void awaitSurvivor(ProcessHandle survivor) {
        LOG.info("The operator on this host still runs as process {}; it is used", survivor.pid());
        process = Optional.of(survivor);
        survivor.onExit().join();
    }

    private Optional<ProcessHandle> survivor() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(this::isMarked).findFirst();
        }
    }

    private boolean isMarked(ProcessHandle candidate) {
        return candidate
                .info()
                .arguments()
                .map(List::of)
                .filter(arguments -> arguments.contains(launch.mark()))
                .isPresent();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private boolean awaitClosed(Duration atMost) {
        try {
            return closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
