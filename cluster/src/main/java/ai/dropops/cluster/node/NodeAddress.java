package ai.dropops.cluster.node;

/** Where the other nodes reach one. */
public record NodeAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    public NodeAddress {
        if (host.isBlank() || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a node has a host and a port");
        }
    }

    /** The address in {@code host:port}; an IllegalArgumentException when it is none. */
    public static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("write host:port");
        }
        return new NodeAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
