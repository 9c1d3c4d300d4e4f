package ai.dropops.cli;

import ai.dropops.cli.print.Screen;
import ai.dropops.cli.print.Visible;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.guard.Effect;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.guard.Verdict;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this command line's own guard says of a proposal, whatever the control plane says of it. */
record OwnJudgement(Verdict verdict) {
    private static final int NEWEST_LANDLOCK = 7;

    /** A solo host whose kernel enforces everything. */
    static final HostFacts IDEAL = ideal(HostFacts.Kind.SOLO);

    /** Judged for a cloud operator where a solo host would deny it: of which kind hosts are no bytes say, but each knows itself. */
    static OwnJudgement of(Proposal proposal) {
        return Stream.of(IDEAL, ideal(HostFacts.Kind.CLOUD))
                .map(host -> Guard.judge(proposal.action(), host, Policy.defaults()))
                .map(verdict -> verdict.on(proposal.targetCount()))
                .map(verdict ->
                        new OwnJudgement(proposal.action().profile() == Profile.SYSTEM ? unconfined(verdict) : verdict))
                .reduce((solo, cloud) -> solo.verdict() instanceof Verdict.Deny ? cloud : solo)
                .orElseThrow();
    }

    /**
     * In how far this is stricter than a control plane that lets people decide; nothing when it is not.
     *
     * @param claimed the risk the control plane names; one that is unknown counts as the least
     */
    Optional<String> stricterThan(String claimed) {
        return switch (verdict) {
            case Verdict.Deny(var _, String reason) -> Optional.of("denies it: " + reason);
            case Verdict.Ask(Risk risk, var _, var _, var _)
            when risk.compareTo(risk(claimed)) > 0 -> Optional.of("finds a risk of " + risk + ", not " + claimed);
            case Verdict.Ask _, Verdict.Allow _ -> Optional.empty();
        };
    }

    /** Shows it beside what {@code question} claims. */
    void show(Screen screen, Question question) {
        screen.plainNote("  here      " + Visible.line(words()));
        List<String> effects =
                verdict.effects().stream().map(Effect::words).distinct().toList();
        effects.forEach(effect -> screen.plainNote("            it " + Visible.line(effect)));
        screen.plainNote("  there     " + Visible.line(question.risk() + ": " + question.reasons()));
        question.effects().forEach(effect -> screen.plainNote("            it " + Visible.line(effect)));
    }

    private String words() {
        return switch (verdict) {
            case Verdict.Allow(var _, var _, var reasons) -> Risk.LOW + ": " + String.join("; ", reasons);
            case Verdict.Ask(Risk risk, var _, var _, var reasons) -> risk + ": " + String.join("; ", reasons);
            case Verdict.Deny(var _, String reason) -> "DENIED: " + reason;
        };
    }

    /** What runs under no rules of the kernel's is of high risk, as it is wherever a control plane cannot have them. */
    private static Verdict unconfined(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Deny _ -> verdict;
            case Verdict.Ask ask when ask.risk() == Risk.HIGH -> ask;
            case Verdict.Ask _, Verdict.Allow _ ->
                new Verdict.Ask(Risk.HIGH, Profile.SYSTEM, verdict.effects(), List.of("it would run unconfined"));
        };
    }

    private static HostFacts ideal(HostFacts.Kind kind) {
        return new HostFacts(kind, new Confinement(EnumSet.allOf(Profile.class), NEWEST_LANDLOCK, true, true));
    }

    private static Risk risk(String name) {
        return Arrays.stream(Risk.values())
                .filter(risk -> risk.name().equals(name))
                .findFirst()
                .orElse(Risk.LOW);
    }
}
