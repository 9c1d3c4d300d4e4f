package ai.dropops.persistence.secrets;

import ai.dropops.protocol.identity.Bytes;

/** Bytes that only their workspace's key opens. */
public record Sealed(Bytes bytes) {}
