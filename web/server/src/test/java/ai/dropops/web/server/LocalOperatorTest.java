package ai.dropops.web.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.identity.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell script in the operator's place: each start adds a line to {@code starts}. */
final class LocalOperatorTest {
    @TempDir
    Path folder;

    @Test
    void itIsStartedAgainWhenItDies() throws Exception {
        try (var _ = LocalOperator.start(launch("echo up >> starts; exit 1"))) {
            await(() -> starts() >= 2);
        }
    }

    @Test
    void itIsLeftAloneWhenItWasToldToEnd() throws Exception {
        var operator = LocalOperator.start(launch("echo up >> starts; exit 0"));

        assertThat(operator.awaitRest(10, SECONDS)).isTrue();
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void itIsLeftAloneWhenItsKeyIsNoLongerGood() throws Exception {
        var operator = LocalOperator.start(launch("echo up >> starts; exit 5"));

        assertThat(operator.awaitRest(10, SECONDS)).isTrue();
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void itEndsWithTheControlPlane() throws Exception {
        var operator = LocalOperator.start(launch("echo up >> starts; exec sleep 60"));
        await(() -> starts() == 1);
        ProcessHandle process = ProcessHandle.of(operator.pid().getAsLong()).orElseThrow();

        operator.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void oneThatOutlivedTheControlPlaneIsUsed() throws Exception {
        var launch = launch("echo up >> starts; read -t 60");
        Process survivor =
                new ProcessBuilder(launch.command()).directory(folder.toFile()).start();
        await(() -> starts() == 1);

        try (var operator = LocalOperator.start(launch)) {
            await(() -> operator.pid().isPresent());
            assertThat(operator.pid().getAsLong()).isEqualTo(survivor.pid());
            assertThat(starts()).isEqualTo(1);
        }
        assertThat(survivor.waitFor(5, SECONDS)).isTrue();
    }

    @Test
    void theKeyIsInItsEnvironmentAndNotOnItsCommandLine() throws Exception {
        var launch = launch("echo \"$DROPOPS_OPERATOR_API_KEY\" > key; echo up >> starts");
        var operator = LocalOperator.start(launch);

        assertThat(operator.awaitRest(10, SECONDS)).isTrue();
        assertThat(folder.resolve("key")).hasContent("dok_secret");
        assertThat(launch.command()).noneMatch(argument -> argument.contains("dok_secret"));
        assertThat(launch.toString()).doesNotContain("dok_secret");
    }

    private LocalOperator.Launch launch(String script) {
        String mark = "mark=" + folder;
        return new LocalOperator.Launch(
                List.of("/bin/bash", "-c", script, mark),
                mark,
                folder,
                folder.resolve("output"),
                new Secret("dok_secret"),
                folder.resolve("operator.key"));
    }

    private int starts() {
        try {
            Path file = folder.resolve("starts");
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Looks again whenever something in the folder changes. */
    private void await(BooleanSupplier condition) throws Exception {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
                var key = watch.poll(50, MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
