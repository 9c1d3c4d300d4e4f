package ai.dropops.operator.gate;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.guard.Verdict;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import java.time.Instant;

/** Everything an order must prove to this host before anything runs, in the order it is asked. Pure. */
final class Verification {
    private final Standing standing;

    Verification(Standing standing) {
        this.standing = standing;
    }

    /** What {@code frozen}, the thawed proposal of {@code order}, may do here at {@code now}. */
    Judgement judge(Order order, Frozen frozen, boolean fresh, Instant now) {
        Proposal proposal = frozen.proposal();
        if (!fresh) {
            return Judgement.Stop.because(
                    Refusal.REPLAYED, "the order was not made for this connection, or came before");
        }
        if (!order.execution().equals(ExecutionId.of(frozen.digest(), standing.me(), order.attempt()))) {
            return Judgement.Stop.because(
                    Refusal.WRONG_KEY, "the execution key does not follow from proposal, operator and attempt");
        }
        if (!isPermitted(order.permit(), frozen.digest(), now)) {
            return Judgement.Stop.because(
                    Refusal.PERMIT_INVALID, "the permit is not this proposal's, or not made by the pinned key");
        }
        if (!isSigned(order.permit(), frozen.digest())) {
            return Judgement.Stop.because(
                    Refusal.APPROVERS_MISSING,
                    "this host acts only on what enough of its approvers signed; approve it with: dropops approve ID --key FILE");
        }
        if (!proposal.workspace().equals(standing.workspace())) {
            return Judgement.Stop.because(
                    Refusal.WRONG_WORKSPACE, "this host belongs to workspace " + standing.workspace());
        }
        if (!proposal.validity().covers(now)) {
            return new Judgement.Stop(notValid(proposal, now));
        }
        if (!order.membership()
                .proves(proposal, standing.me(), standing.receiptKey().digest())) {
            return Judgement.Stop.because(
                    Refusal.NOT_A_TARGET, "the approval does not name this host with the key it has now");
        }
        if (order.attempt() < 1 || order.attempt() > proposal.limits().attempts()) {
            return Judgement.Stop.because(
                    Refusal.ATTEMPTS_EXHAUSTED,
                    "the approval covers " + proposal.limits().attempts() + " attempt(s) and this is number "
                            + order.attempt());
        }
        return judge(order.permit(), proposal);
    }

    static Outcome.Refused notValid(Proposal proposal, Instant now) {
        return new Outcome.Refused(
                Refusal.NOT_VALID_NOW,
                "the approval holds from " + proposal.validity().notBefore() + " to "
                        + proposal.validity().notAfter() + " and it is " + now + " here; propose it again");
    }

    private boolean isPermitted(Permit permit, Digest proposal, Instant now) {
        return permit.proposal().matches(proposal) && standing.permitKeys().made(permit, now);
    }

    private boolean isSigned(Permit permit, Digest proposal) {
        return standing.approvers()
                .map(approvers -> approvers.agree(proposal, permit.signatures()))
                .orElse(true);
    }

    /** This host's own judgement of what the control plane has judged before. */
    private Judgement judge(Permit permit, Proposal proposal) {
        return switch (Guard.judge(proposal.action(), standing.facts(), standing.policy())) {
            case Verdict.Deny(var _, String reason) -> Judgement.Stop.because(Refusal.DENIED_HERE, reason);
            case Verdict.Allow(Profile profile, var _, var _) ->
                carryable(
                        permit, proposal, profile, profile == proposal.action().profile());
            case Verdict.Ask(var _, Profile profile, var _, var _) -> carryable(permit, proposal, profile, false);
        };
    }

    /**
     * What nobody approved runs under exactly the profile this host would allow it. What people approved runs under the
     * profile they approved, be it tighter or wider than this host's own, if the kernel can be held to it.
     */
    private Judgement carryable(Permit permit, Proposal proposal, Profile judged, boolean runsUnasked) {
        if (permit.authority() == Permit.Authority.AUTOMATIC && !runsUnasked) {
            return Judgement.Stop.because(
                    Refusal.NEEDS_APPROVAL_HERE, "nobody approved it, and this host does not let it run unasked");
        }
        return switch (proposal.action()) {
            case RunCommand run -> runnable(proposal, run, judged);
            case FileAction _, UndoBatch _ -> new Judgement.Pass(proposal, judged);
        };
    }

    private Judgement runnable(Proposal proposal, RunCommand run, Profile judged) {
        if (!standing.facts().confinement().profiles().contains(run.profile())) {
            return Judgement.Stop.because(Refusal.CANNOT_RUN, cannotHold(run.profile()));
        }
        if (!run.user().isEmpty() && !run.user().equals(standing.user())) {
            return Judgement.Stop.because(
                    Refusal.CANNOT_RUN,
                    "this operator runs as " + standing.user() + " and cannot run anything as " + run.user());
        }
        if (!run.stdin().equals(RunCommand.NO_STDIN)) {
            return Judgement.Stop.because(Refusal.CANNOT_RUN, "this operator cannot feed standard input");
        }
        return new Judgement.Pass(proposal, judged);
    }

    private static String cannotHold(Profile profile) {
        return "this host's kernel cannot hold a command to '" + profile.wireName() + "'; "
                + (profile == Profile.CHANGE
                        ? "let the operator run where it may make mount namespaces, or have it approved as 'system'"
                        : "have it approved as 'change' or 'system'");
    }
}
