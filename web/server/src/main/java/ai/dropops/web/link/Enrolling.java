package ai.dropops.web.link;

import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.Operator.EnrolReply;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.web.auth.Json;
import ai.dropops.web.auth.Problem;
import ai.dropops.web.auth.Refused;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/** Enrolment: an API key, a fingerprint and a certificate request in, a certificate and the keys to pin out. */
final class Enrolling {
    private static final String NEW_KEY = "Copy the whole key; if it was refreshed, the console shows only the newest.";

    private final Surroundings surroundings;
    private final Certificates certificates;
    private final FailedEnrolments failed;
    private final Duration patience;

    Enrolling(Surroundings surroundings, Certificates certificates, LinkSettings.Enrolment settings) {
        this.surroundings = surroundings;
        this.certificates = certificates;
        this.failed = new FailedEnrolments(settings, surroundings.clock());
        this.patience = settings.patience();
    }

    /** The answer to {@code body}; fails with {@link Refused} only. */
    CompletionStage<EnrolAnswer> enrol(InetAddress from, byte[] body) {
        try {
            failed.wait(from).ifPresent(wait -> {
                throw tooMany(wait).refused();
            });
            return answer(body).whenComplete((_, failure) -> count(from, failure));
        } catch (Refused refused) {
            count(from, refused);
            return CompletableFuture.failedStage(refused);
        }
    }

    private CompletionStage<EnrolAnswer> answer(byte[] body) {
        EnrolRequest request = Json.read(body, EnrolRequest.class);
        checkClock(request.time(), surroundings.clock().instant());
        ApiKey key = apiKey(request.apiKey());
        CertificateRequest certificate = certificateRequest(request);
        var enrolment = new Operator.Enrolment(
                key.text().digest(), request.machine(), request.receiptKey(), certificate.digest(), request.hostname());
        return AskPattern.<Operator.Command, EnrolReply>ask(
                        surroundings.operators().apply(key.operator()),
                        replyTo -> new Operator.Command.Enrol(enrolment, replyTo),
                        patience,
                        surroundings.system().scheduler())
                .exceptionally(failure -> {
                    throw unanswered(failure).refused();
                })
                .thenApply(reply -> answer(reply, certificate));
    }

    private EnrolAnswer answer(EnrolReply reply, CertificateRequest request) {
        return switch (reply) {
            case EnrolReply.Accepted(var operator, var workspace) -> {
                VerifyingKey permits = surroundings.keys().permit().verifyingKey();
                yield new EnrolAnswer(
                        operator,
                        workspace,
                        certificates.issue(operator, request),
                        certificates.authority(),
                        permits.digest().hex(),
                        permits);
            }
            case EnrolReply.Refused(var reason) -> throw problem(reason).refused();
        };
    }

    private void count(InetAddress from, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Refused refused
                && refused.problem().status() < 500
                && refused.problem().status() != 429) {
            failed.count(from);
        }
    }

    private static void checkClock(Instant theirs, Instant ours) {
        if (Duration.between(theirs, ours).abs().compareTo(Validity.SKEW) > 0) {
            throw Problem.forbidden(
                            "clocks-apart",
                            "The clocks are more than 5 minutes apart: " + theirs + " on the host, " + ours + " here.",
                            "Set the clock of the host, best by NTP, and start the operator again.")
                    .refused();
        }
    }

    private static ApiKey apiKey(String text) {
        try {
            return ApiKey.parse(text);
        } catch (IllegalArgumentException _) {
            throw problem(EnrolReply.Reason.WRONG_KEY).refused();
        }
    }

    private static CertificateRequest certificateRequest(EnrolRequest request) {
        try {
            return CertificateRequest.read(request.csr());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                            "bad-certificate-request", e.getMessage() + ".", "Use an operator of this version.")
                    .refused();
        }
    }

    private static Problem problem(EnrolReply.Reason reason) {
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

    private static Problem tooMany(Duration wait) {
        return new Problem(
                429,
                "too-many-failures",
                "Enrolment failed too often from this address.",
                "Wait " + (wait.toSeconds() + 1) + " s, then try again with the right key.");
    }

    private static Problem unanswered(Throwable failure) {
        String what = failure instanceof TimeoutException ? "did not answer in time" : "could not answer";
        return new Problem(503, "busy", "The control plane " + what + ".", "Try again in some seconds.");
    }
}
