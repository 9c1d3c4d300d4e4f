package ai.dropops.persistence.view;

import java.time.Instant;

/** Something about an operator that a person must look at. */
public record Alarm(Code code, Instant at, String message) {
    /** The kinds of alarm. */
    public enum Code {
        /** Its key or its certificate was used on another machine. */
        FOREIGN_MACHINE,
        /** It forgot receipts it had made: it was rolled back or cloned. */
        ROLLED_BACK
    }
}
