package ai.dropops.cli.sign;

import java.util.Arrays;

/** What protects an approver's key on disk; wiped when it is closed. */
public final class Passphrase implements AutoCloseable {
    private final char[] characters;

    /** @param characters the caller's own, which are wiped with this */
    public Passphrase(char[] characters) {
        this.characters = characters;
    }

    char[] characters() {
        return characters;
    }

    public boolean isEmpty() {
        return characters.length == 0;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }
}
