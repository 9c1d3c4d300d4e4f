package ai.dropops.persistence.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.dropops.persistence.secrets.Sealed;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.WorkspaceId;

/** Words that would give a command away, sealed under their workspace's key; both ways block. */
public final class SealedTexts {
    private final WorkspaceKeys keys;

    SealedTexts(WorkspaceKeys keys) {
        this.keys = keys;
    }

    /** {@code text} sealed so that it opens only under the same {@code purpose}, such as an id; empty stays empty. */
    public Bytes seal(WorkspaceId workspace, String purpose, String text) {
        return text.isEmpty()
                ? Bytes.EMPTY
                : keys.seal(workspace, purpose, Bytes.wrap(text.getBytes(UTF_8)))
                        .bytes();
    }

    /** What was sealed; an IllegalArgumentException when it was changed or sealed for something else. */
    public String open(WorkspaceId workspace, String purpose, Bytes sealed) {
        return sealed.equals(Bytes.EMPTY)
                ? ""
                : new String(keys.open(workspace, purpose, new Sealed(sealed)).array(), UTF_8);
    }
}
