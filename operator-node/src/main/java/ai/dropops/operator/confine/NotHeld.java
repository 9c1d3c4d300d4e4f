package ai.dropops.operator.confine;

import java.io.IOException;

/** This host's kernel cannot enforce what was asked of it. */
public final class NotHeld extends IOException {
    private static final long serialVersionUID = 1L;

    NotHeld(String message) {
        super(message);
    }
}
