package ai.dropops.load.swarm;

import ai.dropops.protocol.identity.VerifyingKey;

/** What every operator of one control plane pins: its certificate authority, in PEM, and its permit key. */
public record Authority(String ca, VerifyingKey permitKey) {}
