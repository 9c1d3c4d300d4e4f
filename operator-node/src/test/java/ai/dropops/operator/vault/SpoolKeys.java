package ai.dropops.operator.vault;

/** Keys for output that is recorded without a vault. */
public final class SpoolKeys {
    public static final SpoolKey ANY = SpoolKey.of(new byte[VaultKey.SIZE]);

    private SpoolKeys() {}
}
