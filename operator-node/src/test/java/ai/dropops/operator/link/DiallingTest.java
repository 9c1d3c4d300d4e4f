package ai.dropops.operator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiallingTest {
    @Test
    void whereOneNodeDoesNotAnswerTheNextIsDialled() {
        var endpoints = Endpoints.parse("wss://a:1, wss://b:2");
        assertThat(endpoints.current()).isEqualTo(new Endpoint("a", 1));
        endpoints.next();
        assertThat(endpoints.current()).isEqualTo(new Endpoint("b", 2));
        endpoints.next();
        assertThat(endpoints.current()).isEqualTo(new Endpoint("a", 1));
        assertThatThrownBy(() -> Endpoints.parse("wss://a:1,")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEndpointIsAnEnvironmentOrAnAddress() {
        assertThat(Endpoint.parse("prod").link()).isEqualTo(URI.create("wss://operator.dropops.ai:443/link"));
        assertThat(Endpoint.parse("dev").enrol()).isEqualTo(URI.create("https://operator.dev.dropops.ai:443/enrol"));
        assertThat(Endpoint.parse("wss://127.0.0.1:8443")).isEqualTo(new Endpoint("127.0.0.1", 8443));
        assertThat(Endpoint.parse("wss://[::1]:8443/").link()).isEqualTo(URI.create("wss://[::1]:8443/link"));
        for (String wrong :
                new String[] {"", "staging", "http://x", "ws://x", "wss://", "wss://x/y", "wss://a b", "wss://u@x"}) {
            assertThatThrownBy(() -> Endpoint.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("wss://HOST:PORT");
        }
    }

    @Test
    void waitsDoubleUpToHalfAMinuteAndStartAgainAfterSuccess() {
        var backoff = new Backoff(() -> 1);
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(30));
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(new Backoff(() -> 0).next()).isEqualTo(Duration.ZERO);
    }

    @Test
    void theProxyIsTheEnvironments() {
        Proxy proxy = Proxy.of(Map.of("HTTPS_PROXY", "http://proxy:8080", "NO_PROXY", "localhost, .corp"));
        assertThat(proxy.select(URI.create("wss://far:1/")).getFirst().type()).isEqualTo(java.net.Proxy.Type.HTTP);
        assertThat(proxy.select(URI.create("wss://a.corp:1/"))).containsExactly(java.net.Proxy.NO_PROXY);
        assertThat(proxy.select(URI.create("wss://localhost:1/"))).containsExactly(java.net.Proxy.NO_PROXY);
        assertThat(Proxy.of(Map.of()).select(URI.create("wss://far:1/"))).containsExactly(java.net.Proxy.NO_PROXY);
        assertThatThrownBy(() -> Proxy.of(Map.of("HTTPS_PROXY", "socks5://x:1")))
                .hasMessageContaining("HTTPS_PROXY");
    }
}
