package ai.dropops.load.swarm;

import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.wire.Frame.Deliver;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** What a simulated operator makes of an order: the checks of a real gate, then an outcome without a process. */
final class Conduct {
    private final Manner manner;
    private final VerifyingKey permitKey;
    private final Clock clock;
    private final Output stdout;

    Conduct(Manner manner, VerifyingKey permitKey, Clock clock) {
        this.manner = manner;
        this.permitKey = permitKey;
        this.clock = clock;
        this.stdout = manner.stdout();
    }

    Bytes output() {
        return manner.output();
    }

    Instant now() {
        return clock.instant();
    }

    Outcome carryOut(Deliver deliver, Frozen frozen, Identity identity, Digest receiptKey, Bytes challenge) {
        return manner.verify()
                ? refusal(deliver, frozen, identity, receiptKey, challenge)
                        .<Outcome>map(reason -> new Outcome.Refused(reason, "refused by a simulated operator"))
                        .orElseGet(this::finished)
                : finished();
    }

    private Outcome finished() {
        return finishedAt(clock.instant());
    }

    Outcome finishedAt(Instant at) {
        return new Outcome.Finished(manner.exitCode(), false, at, at, stdout, Output.NONE);
    }

    private Optional<Refusal> refusal(
            Deliver deliver, Frozen frozen, Identity identity, Digest receiptKey, Bytes challenge) {
        Order order = deliver.order();
        if (!deliver.challenge().equals(challenge)) {
            return Optional.of(Refusal.REPLAYED);
        }
        if (!frozen.proposal().workspace().equals(identity.workspace())) {
            return Optional.of(Refusal.WRONG_WORKSPACE);
        }
        if (!order.execution().equals(ExecutionId.of(frozen.digest(), identity.operator(), order.attempt()))) {
            return Optional.of(Refusal.WRONG_KEY);
        }
        if (!order.membership().proves(frozen.proposal(), identity.operator(), receiptKey)) {
            return Optional.of(Refusal.NOT_A_TARGET);
        }
        return isSigned(order.permit(), frozen) ? Optional.empty() : Optional.of(Refusal.PERMIT_INVALID);
    }

    private boolean isSigned(Permit permit, Frozen frozen) {
        return permit.proposal().matches(frozen.digest()) && permit.signedBy(permitKey);
    }
}
