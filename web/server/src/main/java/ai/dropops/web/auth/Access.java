package ai.dropops.web.auth;

/** Who may use an endpoint. */
public enum Access {
    /** Whoever can reach the port. */
    ANYONE,
    /** A signed-in browser or the command line of a member. */
    MEMBER
}
