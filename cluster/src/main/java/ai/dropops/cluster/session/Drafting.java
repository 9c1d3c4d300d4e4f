package ai.dropops.cluster.session;

import ai.dropops.cluster.approval.Question;
import ai.dropops.cluster.approval.Terms;
import ai.dropops.persistence.view.Brief;
import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.Proposals.Named;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.MerkleTree;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.guard.Effect;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.guard.Verdict;
import ai.dropops.protocol.guard.policy.ApprovalRules;
import ai.dropops.protocol.guard.policy.MalformedPolicy;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The way from a wish to a frozen proposal: resolve the hosts, judge, freeze, store. It blocks. */
record Drafting(Views views, Clock clock, Supplier<byte[]> ids, Duration decideWithin) {
    /** @param address where the wish came from */
    Draft draft(Wish wish, MemberId by, String address, Targets.Scope scope) {
        views.flushed().toCompletableFuture().join();
        return switch (Targets.resolve(wish.targets(), scope, views, clock.instant())) {
            case Targets.NotFound(var reason, var message) -> new Draft.Refused(reason, message);
            case Targets.Found(var hosts) when !wish.mayMean(hosts.size()) -> unexpected(wish, hosts.size());
            case Targets.Found(var hosts)
            when wish.pausesFor(hosts.size()).compareTo(wish.validFor()) >= 0 -> tooSlow(wish, hosts.size());
            case Targets.Found(var hosts) -> judged(wish, new Sides(by, address, scope, hosts));
        };
    }

    private Draft judged(Wish wish, Sides sides) {
        try {
            return judged(wish, sides, new Judging(views).policy(sides.scope().workspace()));
        } catch (MalformedPolicy e) {
            return denied(
                    wish,
                    sides,
                    List.of(),
                    "the policy in force cannot be read (" + e.getMessage() + "), set it again");
        }
    }

    private Draft judged(Wish wish, Sides sides, Policy policy) {
        return switch (Judging.judge(wish.action(), sides.hosts(), policy)) {
            case Verdict.Deny(var effects, var reason) -> denied(wish, sides, effects, reason);
            case Verdict.Ask(var risk, var profile, var effects, var reasons) -> {
                var terms = terms(policy.approvals(), risk, sides.hosts());
                yield wish.approve() && !terms.allowsSelf()
                        ? needsSecondLook(risk)
                        : store(
                                wish,
                                sides,
                                new Asked(
                                        wish.approve() ? Question.Answer.SELF : Question.Answer.OPEN,
                                        risk,
                                        terms,
                                        new Brief(words(effects), profile, reasons, wish.reason(), wish.diff()),
                                        policy.digest()));
            }
            case Verdict.Allow(var profile, var effects, var reasons) ->
                store(
                        wish,
                        sides,
                        new Asked(
                                Question.Answer.AUTOMATIC,
                                Risk.LOW,
                                terms(policy.approvals(), Risk.LOW, sides.hosts()),
                                new Brief(words(effects), profile, reasons, wish.reason(), wish.diff()),
                                policy.digest()));
        };
    }

    private Draft denied(Wish wish, Sides sides, List<Effect> effects, String reason) {
        List<String> words = words(effects);
        var brief = new Brief(words, Profile.LOOK, List.of(reason), wish.reason(), wish.diff());
        var scope = sides.scope();
        String purpose = scope.session() + "/denied";
        return new Draft.Denied(words, reason, views.texts().seal(scope.workspace(), purpose, brief.text()));
    }

    private static Draft unexpected(Wish wish, int count) {
        return new Draft.Refused(
                Session.ProposeReply.Reason.UNEXPECTED_COUNT,
                "The target means " + count + (count == 1 ? " host, " : " hosts, ") + wish.expected()
                        + (wish.expected() == 1 ? " was" : " were") + " expected; nothing was asked.");
    }

    private static Draft tooSlow(Wish wish, int hosts) {
        return new Draft.Refused(
                Session.ProposeReply.Reason.TOO_SLOW,
                "The pauses between its " + wish.pace().waves(hosts).count() + " waves take "
                        + wish.pausesFor(hosts).toSeconds() + " s, and the permit would be valid for "
                        + wish.validFor().toSeconds() + " s; nothing was asked.");
    }

    private static Draft needsSecondLook(Risk risk) {
        return new Draft.Refused(
                Session.ProposeReply.Reason.NEEDS_SECOND_LOOK,
                risk == Risk.HIGH
                        ? "This is of high risk: propose it without approving it, and approve it after a second look."
                        : "Another person has to agree to this: propose it without approving it.");
    }

    private static Terms terms(ApprovalRules rules, Risk risk, List<Host> hosts) {
        String confirmation = risk == Risk.HIGH
                ? Terms.confirmation(hosts.stream().map(Drafting::known).toList())
                : "";
        return new Terms(
                risk == Risk.HIGH ? rules.quorumHigh() : rules.quorum(), rules.requesterMayApprove(), confirmation);
    }

    /** By what people know a host. */
    private static String known(Host host) {
        return host.hostname().isEmpty() ? host.name() : host.hostname();
    }

    private static List<String> words(List<Effect> effects) {
        return effects.stream().map(Effect::words).distinct().toList();
    }

    private record Sides(MemberId by, String address, Targets.Scope scope, List<Host> hosts) {}

    private record Asked(Question.Answer answer, Risk risk, Terms terms, Brief brief, Digest policy) {}

    private Draft store(Wish wish, Sides sides, Asked asked) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        List<Named> targets = targets(wish, sides.hosts());
        Frozen frozen = freeze(wish, sides, asked, targets, now);
        views.proposals().keep(frozen, asked.brief(), targets);
        Instant notAfter = frozen.proposal().validity().notAfter();
        Instant decideUntil = now.plus(decideWithin);
        var question = new Question(
                sides.scope().workspace(),
                sides.scope().session(),
                sides.by(),
                sides.address(),
                frozen.digest(),
                targets.size(),
                wish.pace().strategy(),
                frozen.proposal().limits(),
                asked.risk(),
                asked.terms(),
                asked.answer(),
                now,
                decideUntil.isBefore(notAfter) ? decideUntil : notAfter);
        return new Draft.Ready(frozen.proposal().id(), question);
    }

    private Frozen freeze(Wish wish, Sides sides, Asked asked, List<Named> targets, Instant now) {
        var tree = MerkleTree.over(targets.stream().map(Named::target).toList());
        return Frozen.freeze(new Proposal(
                ProposalId.of(ids.get()),
                sides.scope().workspace(),
                under(wish.action(), asked.brief().profile()),
                wish.pace().strategy(),
                wish.pace().limits(targets.size()),
                asked.policy(),
                new Validity(now, now.plus(wish.validFor())),
                targets.size(),
                tree.root()));
    }

    private static Action under(Action action, Profile profile) {
        return switch (action) {
            case RunCommand run -> run.under(profile);
            case FileAction _, UndoBatch _ -> action;
        };
    }

    private static List<Named> targets(Wish wish, List<Host> hosts) {
        var waves = wish.pace().waves(hosts.size());
        return IntStream.range(0, hosts.size())
                .mapToObj(index -> named(hosts.get(index), waves.of(index)))
                .toList();
    }

    private static Named named(Host host, int wave) {
        return new Named(
                new Target(host.operator(), host.receiptKey(), wave, Target.NO_PARAMS), host.hostname(), host.name());
    }
}
