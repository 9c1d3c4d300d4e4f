package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.SealingKey;

/** Keys for output that is recorded without a vault. */
public final class SpoolKeys {
    public static final SpoolKey ANY = SpoolKey.of(new byte[SealingKey.SIZE]);

    private SpoolKeys() {}
}
