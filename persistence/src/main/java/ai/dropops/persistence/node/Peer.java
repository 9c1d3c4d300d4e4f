package ai.dropops.persistence.node;

/**
 * A node as the others know it.
 *
 * @param incarnation the number its present process has among them
 * @param version of the program it runs, {@code 0.1.0}
 */
public record Peer(String address, long incarnation, String version) {}
