package ai.dropops.cli.connect;

import ai.dropops.protocol.identity.Bytes;

/**
 * One event of a {@code text/event-stream}.
 *
 * @param id what the stream can be resumed after; empty when no event had one yet
 */
public record ServerEvent(String name, String id, Bytes data) {}
