package ai.dropops.protocol.guard;

/**
 * One thing an action would do, as far as can be told without doing it.
 *
 * @param verb what is done, in the third person, such as {@code writes}
 * @param object to what, as the shell would name it, such as {@code /etc/nginx/nginx.conf}; empty when there is nothing to name
 */
public record Effect(Kind kind, String verb, String object) {
    /** What an effect is to the judgement; {@link #words} is what it is to a person. */
    public enum Kind {
        /** Looks at a file, a folder or the state of the system. */
        READS,
        /** Makes or changes a file, a folder or its attributes. */
        WRITES,
        DELETES,
        /** Opens a connection or a listening socket. */
        CONNECTS,
        /** Signals or ends processes. */
        SIGNALS,
        /** Starts, stops or reconfigures a service. */
        SERVES,
        /** Installs, removes or upgrades software. */
        INSTALLS,
        /** Changes the running system: its kernel, network, clock, accounts or power. */
        RULES,
        /** Gains privileges. */
        RAISES,
        /** Cannot be told. */
        OPAQUE
    }

    /** For an approver: {@code writes /etc/nginx/nginx.conf}. */
    public String words() {
        return object.isEmpty() ? verb : verb + " " + object;
    }
}
