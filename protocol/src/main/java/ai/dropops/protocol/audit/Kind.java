package ai.dropops.protocol.audit;

/** What an entry of a history tells of. */
public enum Kind {
    /** The vault was made. */
    OPENED,
    /** The keys by which what follows is signed. */
    ENROLLED,
    /** An execution was about to be started. */
    BEGUN,
    /** A receipt was made; the entry says what it says. */
    TOLD,
    /** The vault's key was wrapped by another API key. */
    REKEYED,
    /** What was kept of an execution was deleted after its time; its entries stay. */
    FORGOTTEN,
    /** From here on what is printed is kept elsewhere: on this host, or by the control plane instead. */
    PLACED
}
