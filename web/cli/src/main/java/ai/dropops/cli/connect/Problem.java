package ai.dropops.cli.connect;

/**
 * Why something could not be done and what to do next.
 *
 * @param status the HTTP status, or 0 when there was no answer
 * @param code stable, kebab-case, for programs
 * @param advice may be empty
 */
public record Problem(int status, String code, String message, String advice) {
    private static final int BAD_REQUEST = 400;

    /** Input that was found wrong before it was sent anywhere. */
    public static Problem badInput(String message, String advice) {
        return new Problem(BAD_REQUEST, "bad-input", message, advice);
    }

    static Problem unreachable(String url) {
        return new Problem(
                0, "unreachable", "cannot reach " + url, "is the control plane running? start it with ./dropops up");
    }

    public static Problem connectionLost(String reason) {
        return new Problem(0, "connection-lost", "the connection to the control plane broke: " + reason, "try again");
    }

    /** Whether there was no answer at all, so that asking again may help. */
    public boolean isOfTheWay() {
        return status == 0;
    }

    public Refused refused() {
        return new Refused(this);
    }

    /** One line: what is wrong, then what to do. */
    public String line() {
        String what = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        return advice.isEmpty() ? what : what + "; " + Character.toLowerCase(advice.charAt(0)) + advice.substring(1);
    }
}
