package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that cannot succeed: each ends by itself and says what to do next. */
final class BadStartTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aPortInUseIsNamed() throws IOException {
        var setup = ControlPlane.Setup.in(folder);
        try (var _ = new ServerSocket(setup.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(setup)).contains(Integer.toString(setup.port())).contains("--port");
        }
    }

    @Test
    void anOperatorPortInUseIsNamed() throws IOException {
        var setup = ControlPlane.Setup.in(folder);
        try (var _ = new ServerSocket(setup.operatorPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(setup))
                    .contains(Integer.toString(setup.operatorPort()))
                    .contains("--operator-port");
        }
    }

    @Test
    void aDataFolderThatCannotBeMadeIsNamed() throws IOException {
        var setup = ControlPlane.Setup.in(folder);
        Files.createFile(setup.data());

        assertThat(refusal(setup)).contains(setup.data().toString()).contains("--data");
    }

    @Test
    void aSecondControlPlaneOnTheSameFolderIsTurnedAway() {
        var setup = ControlPlane.Setup.in(folder);
        try (var first = ControlPlane.start(setup)) {
            var second = ControlPlane.Setup.in(folder);

            assertThat(refusal(second)).contains(setup.data().toString());
            assertThat(first.api().get("/status").status()).isEqualTo(200);
        }
    }

    @Test
    void aCorruptJournalIsFoundAtTheStart() throws IOException {
        var setup = ControlPlane.Setup.in(folder);
        ControlPlane.start(setup).close();
        Path journal = setup.data().resolve("journal.db");
        Files.deleteIfExists(setup.data().resolve("journal.db-wal"));
        overwriteTheMiddle(journal);

        assertThat(refusal(setup)).contains("journal.db");
    }

    @Test
    void anUnknownOptionIsNamed() {
        var setup = ControlPlane.Setup.in(folder);
        var command = new ArrayList<>(setup.command());
        command.add("--no-such-option");
        var process = Running.start("control plane", command, folder, folder.resolve("log"), Map.of());

        assertThat(process.awaitEnd(LIMIT)).isNotZero();
        assertThat(process.log()).contains("--no-such-option");
    }

    private String refusal(ControlPlane.Setup setup) {
        try (var process = ControlPlane.launch(setup, folder.resolve("refused.log"))) {
            assertThat(process.awaitEnd(LIMIT)).isNotZero();
            assertThat(process.log()).as("for people, not for debuggers").doesNotContain("\tat ");
            return process.log();
        }
    }

    private static void overwriteTheMiddle(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            long size = channel.size();
            var garbage = new byte[(int) Math.min(64 * 1024, size / 2)];
            Arrays.fill(garbage, (byte) 0x5a);
            channel.position(size / 4);
            channel.write(ByteBuffer.wrap(garbage));
        }
    }
}
