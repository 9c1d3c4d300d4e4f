package ai.dropops.web.link;

import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.Operator.EnrolReply;
import ai.dropops.web.auth.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

/** Why a host does not become an operator, and what to do about it. */
final class EnrolProblem {
    static final String CLOCKS_APART = "clocks-apart";
    private static final String NEW_KEY = "Copy the whole key; if it was refreshed, the console shows only the newest.";
    private static final String NEW_TOKEN = "Make another one: ./dropops links create, or Add operator in the console.";

    private EnrolProblem() {}

    static Problem of(EnrolReply.Reason reason) {
        return switch (reason) {
            case UNKNOWN_SLOT, WRONG_KEY -> new Problem(401, "key-unknown", "This API key is not known.", NEW_KEY);
            case REVOKED ->
                Problem.forbidden(
                        "key-revoked",
                        "This API key was revoked.",
                        "Make a new key for the operator in the console and start it with that.");
            case WRONG_MACHINE ->
                Problem.forbidden(
                        "wrong-machine",
                        "This API key belongs to another machine; its owner has been told.",
                        "Add an operator for this machine, or refresh the key to move the operator here.");
        };
    }

    static Problem of(DeviceLink.Reason reason) {
        return switch (reason) {
            case UNKNOWN ->
                new Problem(401, "token-unknown", "This device-link token is not known.", "Copy the whole dlk_… text.");
            case EXPIRED -> Problem.forbidden("token-expired", "This device-link token is over.", NEW_TOKEN);
            case REVOKED -> Problem.forbidden("token-revoked", "This device-link token was revoked.", NEW_TOKEN);
            case USED_UP ->
                Problem.forbidden(
                        "token-used-up", "As many hosts as this device-link token is for have used it.", NEW_TOKEN);
        };
    }

    /** The host's slot got another key after the token gave it to the host. */
    static Problem rekeyed() {
        return Problem.forbidden(
                "slot-rekeyed",
                "The operator that this host became by the token has got another API key since.",
                "Start it with that key; or delete .dropops/data/identity here, and the token makes it a new operator.");
    }

    static Problem clocksApart(Instant theirs, Instant ours) {
        return Problem.forbidden(
                CLOCKS_APART,
                "The clocks are more than 5 minutes apart: " + theirs + " on the host, " + ours + " here.",
                "Set the clock of the host, best by NTP, and start the operator again.");
    }

    static Problem tooMany(Duration wait) {
        return new Problem(
                429,
                "too-many-failures",
                "Enrolment failed too often from this address.",
                "Wait " + (wait.toSeconds() + 1) + " s, then try again with the right key or token.");
    }

    static Problem unanswered(Throwable failure) {
        String what = failure instanceof TimeoutException ? "did not answer in time" : "could not answer";
        return new Problem(503, "busy", "The control plane " + what + ".", "Try again in some seconds.");
    }
}
