package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.persistence.schema.StartupRefused;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UpOptionsTest {
    @Test
    void nothingHasToBeSaid() {
        var options = UpOptions.parse(List.of());

        assertThat(options.data()).isEqualTo(Path.of(".dropops/server"));
        assertThat(options.bind()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.operatorPort()).isEqualTo(8443);
        assertThat(options.localOperator()).isTrue();
    }

    @Test
    void everyOptionIsRead() {
        var options = UpOptions.parse(
                List.of("--data", "/srv/x", "--port=81", "--operator-port", "82", "--no-local-operator"));

        assertThat(options.data()).isEqualTo(Path.of("/srv/x"));
        assertThat(options.port()).isEqualTo(81);
        assertThat(options.operatorPort()).isEqualTo(82);
        assertThat(options.localOperator()).isFalse();
    }

    @Test
    void operatorsDialFromThisMachineOnlyUntilItHasAName() {
        var alone = new Addresses(UpOptions.parse(List.of()));
        assertThat(alone.operatorPort().getAddress().isLoopbackAddress()).isTrue();
        assertThat(alone.operatorEndpoint()).isEqualTo("wss://127.0.0.1:8443");
        assertThat(alone.exposure()).isEmpty();

        var named = new Addresses(UpOptions.parse(List.of("--host", "ops.example", "--bind", "0.0.0.0")));
        assertThat(named.operatorPort().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(named.operatorHost()).isEqualTo("ops.example:8443");
        assertThat(named.operatorNames()).containsExactly("ops.example", "127.0.0.1", "localhost");
        assertThat(named.localEndpoint()).isEqualTo("wss://127.0.0.1:8443");
        assertThat(named.hosts()).contains("ops.example");
        assertThat(named.exposure()).isPresent();
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        for (List<String> arguments : List.of(
                List.of("--prot", "1"),
                List.of("--port"),
                List.of("--port", "x"),
                List.of("--port", "0"),
                List.of("--port", "65536"),
                List.of("--data", ""),
                List.of("extra"),
                List.of("--port", "8443"))) {
            assertThatThrownBy(() -> UpOptions.parse(arguments))
                    .as(arguments.toString())
                    .isInstanceOf(StartupRefused.class);
        }
    }
}
