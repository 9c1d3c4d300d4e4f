package ai.dropops.web.auth;

import java.util.List;

/**
 * Why a request was not carried out, and what its sender can do about it (RFC 9457).
 *
 * @param code stable, kebab-case, for programs
 * @param message what is wrong, for people
 * @param advice what to do next
 * @param effects what it would have done, in words, where the guard denied it
 */
public record Problem(int status, String code, String message, String advice, List<String> effects) {
    public Problem {
        effects = List.copyOf(effects);
    }

    public Problem(int status, String code, String message, String advice) {
        this(status, code, message, advice, List.of());
    }

    public static Problem badRequest(String code, String message, String advice) {
        return new Problem(400, code, message, advice);
    }

    /** A thing that does not exist or belongs to another workspace: the answer does not tell which. */
    public static Problem notFound(String what) {
        return new Problem(404, "not-found", "There is no such " + what + ".", "Check the id; lists show what exists.");
    }

    public static Problem forbidden(String code, String message, String advice) {
        return new Problem(403, code, message, advice);
    }

    public static Problem conflict(String code, String message, String advice) {
        return new Problem(409, code, message, advice);
    }

    static Problem signInNeeded() {
        return new Problem(
                401,
                "sign-in-needed",
                "This needs a sign-in.",
                "Open a new console link: ./dropops login prints one, and so does starting the server.");
    }

    static Problem noAnswer() {
        return new Problem(
                503,
                "no-answer-in-time",
                "The control plane is busy and did not answer in time.",
                "Look whether it happened all the same, then try again; the same Idempotency-Key is never carried out twice.");
    }

    static Problem unexpected() {
        return new Problem(
                500,
                "unexpected",
                "Something went wrong in the control plane.",
                "Look for the request id in logs/server.log of the data folder.");
    }

    /** This problem as an exception, for code that cannot go on. */
    public Refused refused() {
        return new Refused(this);
    }
}
