package ai.dropops.web.server;

import ai.dropops.persistence.schema.StartupRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where people and operators find this process. */
record Addresses(UpOptions options) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ANYWHERE = "0.0.0.0";

    /** What a browser on this machine opens. */
    URI console() {
        String host = options.bind().equals(ANYWHERE) ? LOOPBACK : options.bind();
        return URI.create("http://" + bracketed(host) + ":" + options.port());
    }

    /** The names a browser may use for it. */
    List<String> hosts() {
        return Stream.concat(options.host().stream(), Stream.of(options.bind())).toList();
    }

    /** Operators may dial in from other hosts once this machine has a name they can use. */
    InetSocketAddress operatorPort() {
        return new InetSocketAddress(options.host().isPresent() ? ANYWHERE : LOOPBACK, options.operatorPort());
    }

    /** The names the operators' port proves to have. */
    List<String> operatorNames() {
        return Stream.concat(options.host().stream(), Stream.of(LOOPBACK, "localhost"))
                .distinct()
                .toList();
    }

    /** What the install line dials. */
    String operatorHost() {
        return bracketed(options.host().orElse(LOOPBACK)) + ":" + options.operatorPort();
    }

    /** What operators dial. */
    String operatorEndpoint() {
        return "wss://" + operatorHost();
    }

    /** What the operator on this machine dials. */
    String localEndpoint() {
        return "wss://" + LOOPBACK + ":" + options.operatorPort();
    }

    /** A warning for people who can be listened to on their way here. */
    Optional<String> exposure() {
        return List.of(LOOPBACK, "localhost", "::1").contains(options.bind())
                ? Optional.empty()
                : Optional.of(
                        "People reach " + console() + " over the network without TLS: put a proxy with TLS before it.");
    }

    /** Finds out early whether both ports can be had: {@link StartupRefused} names the one that cannot. */
    void requireFree() {
        requireFree(new InetSocketAddress(options.bind(), options.port()), "--port");
        requireFree(operatorPort(), "--operator-port");
    }

    private static void requireFree(InetSocketAddress address, String option) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            throw taken(address, option, e);
        }
    }

    /** What is said of a port that cannot be had. */
    static StartupRefused taken(InetSocketAddress address, String option, Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        return new StartupRefused(
                "The port " + address.getPort() + " on " + address.getHostString()
                        + (said.contains("in use")
                                ? " is in use by another program."
                                : " cannot be opened: " + said + "."),
                "Choose another one with " + option + ", or end what listens there: ss -ltnp 'sport = :"
                        + address.getPort() + "' names it.",
                cause);
    }

    String welcome(String version) {
        return """
                DropOps %s is up; Ctrl-C ends it.
                Data     %s
                Operators dial %s%s
                """.formatted(
                version,
                options.data().toAbsolutePath().normalize(),
                operatorEndpoint(),
                exposure().map(warning -> "\nWarning  " + warning).orElse("")).strip();
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
