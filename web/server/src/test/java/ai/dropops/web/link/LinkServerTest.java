package ai.dropops.web.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.persistence.schema.StartupRefused;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkServerTest {
    @TempDir
    Path temp;

    @Test
    void aPortInUseIsRefusedWithAdvice() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var harbour = new Harbour(temp)) {
            int port = other.getLocalPort();
            assertThatExceptionOfType(StartupRefused.class)
                    .isThrownBy(() -> harbour.listenAlsoOn(port))
                    .withMessageContaining("operators' port " + port)
                    .withMessageContaining("in use")
                    .satisfies(e -> assertThat(e.advice()).contains("--operator-port", "ss -ltnp"));
        }
    }

    @Test
    void theSettingsAreReadAndChecked() {
        assertThat(settings("").heartbeat()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings("tls = jdk").tls()).isEqualTo(LinkSettings.Tls.JDK);
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> settings("hartbeat = 3s"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings("idle-time = 10s"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings("reader.window = 0"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings("tls = rot13"));
    }

    private static LinkSettings settings(String changes) {
        return LinkSettings.from(ConfigFactory.parseString("dropops.link {" + changes + "}")
                .withFallback(ConfigFactory.load())
                .resolve());
    }
}
