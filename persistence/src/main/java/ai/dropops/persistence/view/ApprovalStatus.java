package ai.dropops.persistence.view;

/** How a question put to a human stands. */
public enum ApprovalStatus {
    PENDING,
    GRANTED,
    DENIED,
    EXPIRED,
    /** Nobody had to be asked. */
    AUTOMATIC
}
