package ai.dropops.persistence.node;

/**
 * A node as the others know it.
 *
 * @param incarnation the number its present process has among them
 */
public record Peer(String address, long incarnation) {}
