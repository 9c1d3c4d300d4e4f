package ai.dropops.persistence.journal;

/** An event or a state that is written down; each class has its lasting name in {@code dropops.journal.names}. */
public interface Stored {}
