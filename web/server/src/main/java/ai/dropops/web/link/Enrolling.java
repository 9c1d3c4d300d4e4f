package ai.dropops.web.link;

import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.DeviceLink.UseReply;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.Operator.EnrolReply;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.LinkToken;
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
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/** Enrolment: a key or a token, a fingerprint and a certificate request in, a certificate and the keys to pin out. */
final class Enrolling {
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
                throw EnrolProblem.tooMany(wait).refused();
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
        return (request.token().isPresent() ? join(request) : enrol(request)).exceptionally(failure -> {
            Throwable cause = cause(failure);
            throw cause instanceof Refused refused
                    ? refused
                    : EnrolProblem.unanswered(cause).refused();
        });
    }

    private CompletionStage<EnrolAnswer> enrol(EnrolRequest request) {
        ApiKey key = apiKey(request.apiKey().orElseThrow());
        CertificateRequest certificate = certificateRequest(request);
        return enrol(key, request, certificate).thenApply(reply -> answer(reply, certificate, EnrolProblem::of));
    }

    /** The token gives the host a slot, and the key it has made for itself fills it, now and whenever it comes again. */
    private CompletionStage<EnrolAnswer> join(EnrolRequest request) {
        LinkToken token = token(request.token().orElseThrow());
        CertificateRequest certificate = certificateRequest(request);
        Bytes random = request.key().orElseThrow();
        var claim = new DeviceLink.Claim(
                token.text().digest(),
                request.machine(),
                request.receiptKey(),
                certificate.digest(),
                request.hostname());
        return this.<DeviceLink.Command, UseReply>ask(
                        surroundings.deviceLinks().apply(token.link()),
                        replyTo -> new DeviceLink.Command.Use(claim, replyTo))
                .thenCompose(reply -> switch (reply) {
                    case UseReply.Refused(var reason) ->
                        throw EnrolProblem.of(reason).refused();
                    case UseReply.Admitted admitted ->
                        fill(admitted, ApiKey.of(admitted.operator(), random.array()), request, certificate);
                });
    }

    private CompletionStage<EnrolAnswer> fill(
            UseReply.Admitted admitted, ApiKey key, EnrolRequest request, CertificateRequest certificate) {
        return enrol(key, request, certificate)
                .thenCompose(reply -> isUnopened(reply)
                        ? surroundings.slots().apply(admitted, key).thenCompose(_ -> enrol(key, request, certificate))
                        : CompletableFuture.completedStage(reply))
                .thenApply(reply -> answer(
                        reply,
                        certificate,
                        reason -> reason == EnrolReply.Reason.WRONG_KEY
                                ? EnrolProblem.rekeyed()
                                : EnrolProblem.of(reason)));
    }

    /** It is open already when the host has come before. */
    private static boolean isUnopened(EnrolReply reply) {
        return reply.equals(new EnrolReply.Refused(EnrolReply.Reason.UNKNOWN_SLOT));
    }

    private CompletionStage<EnrolReply> enrol(ApiKey key, EnrolRequest request, CertificateRequest certificate) {
        var enrolment = new Operator.Enrolment(
                key.text().digest(), request.machine(), request.receiptKey(), certificate.digest(), request.hostname());
        return ask(
                surroundings.operators().apply(key.operator()),
                replyTo -> new Operator.Command.Enrol(enrolment, replyTo));
    }

    private EnrolAnswer answer(
            EnrolReply reply, CertificateRequest request, Function<EnrolReply.Reason, Problem> problem) {
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
            case EnrolReply.Refused(var reason) -> throw problem.apply(reason).refused();
        };
    }

    private <C, R> CompletionStage<R> ask(RecipientRef<C> entity, Function<ActorRef<R>, C> command) {
        return AskPattern.ask(
                entity, command::apply, patience, surroundings.system().scheduler());
    }

    /** A clock that is wrong is no guess, and a rack that boots before it knows the time must not shut out its neighbours. */
    private void count(InetAddress from, @Nullable Throwable failure) {
        if (failure != null
                && cause(failure) instanceof Refused refused
                && refused.problem().status() < 500
                && refused.problem().status() != 429
                && !refused.problem().code().equals(EnrolProblem.CLOCKS_APART)) {
            failed.count(from);
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static void checkClock(Instant theirs, Instant ours) {
        if (Duration.between(theirs, ours).abs().compareTo(Validity.SKEW) > 0) {
            throw EnrolProblem.clocksApart(theirs, ours).refused();
        }
    }

    private static ApiKey apiKey(String text) {
        try {
            return ApiKey.parse(text);
        } catch (IllegalArgumentException _) {
            throw EnrolProblem.of(EnrolReply.Reason.WRONG_KEY).refused();
        }
    }

    private static LinkToken token(String text) {
        try {
            return LinkToken.parse(text);
        } catch (IllegalArgumentException _) {
            throw EnrolProblem.of(DeviceLink.Reason.UNKNOWN).refused();
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
}
