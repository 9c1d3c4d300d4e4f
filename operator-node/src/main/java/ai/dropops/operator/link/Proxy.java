package ai.dropops.operator.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The HTTP proxy that HTTPS_PROXY and NO_PROXY ask for, used by CONNECT. */
public final class Proxy extends ProxySelector {
    private static final int DEFAULT_PORT = 3128;

    private final List<java.net.Proxy> through;
    private final List<String> exceptions;

    private Proxy(List<java.net.Proxy> through, List<String> exceptions) {
        this.through = through;
        this.exceptions = exceptions;
    }

    /** The proxy of {@code environment}; an IllegalArgumentException when it names one that is no http URL. */
    public static Proxy of(Map<String, String> environment) {
        String url = either(environment, "HTTPS_PROXY", "https_proxy");
        List<String> exceptions =
                List.of(either(environment, "NO_PROXY", "no_proxy").split("[, ]+", -1));
        return new Proxy(url.isEmpty() ? List.of(java.net.Proxy.NO_PROXY) : List.of(parse(url)), exceptions);
    }

    @Override
    public List<java.net.Proxy> select(URI uri) {
        return exceptions.stream().anyMatch(exception -> excepts(exception, uri.getHost()))
                ? List.of(java.net.Proxy.NO_PROXY)
                : through;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the dialler sees the failure itself
    }

    private static boolean excepts(String exception, String host) {
        String domain = exception.startsWith(".") ? exception : "." + exception;
        return exception.equals("*") || (!exception.isEmpty() && ("." + host).endsWith(domain));
    }

    private static java.net.Proxy parse(String url) {
        URI uri = URI.create(url.contains("://") ? url : "http://" + url);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("HTTPS_PROXY must be http://HOST:PORT, without a password");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new java.net.Proxy(java.net.Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    private static String either(Map<String, String> environment, String name, String other) {
        return environment
                .getOrDefault(name, environment.getOrDefault(other, ""))
                .strip();
    }
}
