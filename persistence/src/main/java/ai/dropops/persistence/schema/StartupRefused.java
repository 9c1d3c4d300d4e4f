package ai.dropops.persistence.schema;

import org.jspecify.annotations.Nullable;

/** Why the control plane does not start, and what to do about it. */
public final class StartupRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String advice;

    public StartupRefused(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    public StartupRefused(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    public String advice() {
        return advice;
    }
}
