package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.VaultId;

/** Where the history of a vault had come to: its latest entry's number, from 1, and hash, which holds every entry before it. */
public record ChainHead(VaultId vault, long number, Digest hash) {}
