package ai.dropops.operator.link;

import java.net.URI;

/** Where a control plane's operator port is. */
public record Endpoint(String host, int port) {
    private static final int HTTPS = 443;

    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the endpoint names no host");
        }
    }

    /** The endpoint called {@code name}: {@code prod}, {@code test}, {@code dev}, or {@code wss://host:port}. */
    public static Endpoint parse(String name) {
        return switch (name) {
            case "prod" -> new Endpoint("operator.dropops.ai", HTTPS);
            case "test", "dev" -> new Endpoint("operator." + name + ".dropops.ai", HTTPS);
            default -> ofUri(name);
        };
    }

    public URI enrol() {
        return URI.create("https://" + authority() + "/enrol");
    }

    public URI link() {
        return URI.create("wss://" + authority() + "/link");
    }

    @Override
    public String toString() {
        return "wss://" + authority();
    }

    private String authority() {
        return host + ":" + port;
    }

    private static Endpoint ofUri(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no endpoint; use wss://HOST:PORT", e);
        }
        boolean plain = uri.getPath() == null
                || uri.getPath().isEmpty()
                || uri.getPath().equals("/");
        if (!"wss".equals(uri.getScheme()) || uri.getHost() == null || !plain || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no endpoint; use wss://HOST:PORT, or prod, test, dev");
        }
        return new Endpoint(uri.getHost(), uri.getPort() < 0 ? HTTPS : uri.getPort());
    }
}
