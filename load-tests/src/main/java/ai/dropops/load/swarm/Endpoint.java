package ai.dropops.load.swarm;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** The address operators dial. */
public record Endpoint(String host, int port) {
    /** The endpoint in {@code host:port}, {@code wss://host:port} or {@code https://host:port}. */
    public static Endpoint parse(String text) {
        URI uri = URI.create(text.contains("://") ? text : "wss://" + text);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("'" + text + "' is no operator endpoint; write host:port");
        }
        return new Endpoint(uri.getHost(), uri.getPort());
    }

    /** The endpoints in a list with commas. */
    public static List<Endpoint> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(Endpoint::parse).toList();
    }

    public URI link() {
        return URI.create("wss://" + host + ":" + port + "/link");
    }

    public URI enrol() {
        return URI.create("https://" + host + ":" + port + "/enrol");
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
