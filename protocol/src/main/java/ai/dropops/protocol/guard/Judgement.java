package ai.dropops.protocol.guard;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.guard.classify.Classification;
import ai.dropops.protocol.guard.classify.Finding;
import ai.dropops.protocol.guard.classify.Finding.Does;
import ai.dropops.protocol.guard.classify.Finding.Leave;
import ai.dropops.protocol.guard.path.ProtectedPaths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** From what a command would do to what may become of it: denied, else allowed, else asked. */
record Judgement(RunCommand run, Classification classified, List<Effect> effects, HostFacts host, Policy policy) {
    static Judgement of(RunCommand run, HostFacts host, Policy policy) {
        var classified = Classification.of(run.command(), run.cwd(), run.env());
        return new Judgement(run, classified, effects(classified), host, policy);
    }

    Verdict verdict() {
        Optional<String> denial = denial();
        if (denial.isPresent()) {
            return new Verdict.Deny(effects, denial.get());
        }
        List<String> questions = questions();
        if (!questions.isEmpty()) {
            return ask(questions);
        }
        Profile profile = needsSocket() ? Profile.INSPECT : Profile.LOOK;
        return new Verdict.Allow(
                profile, effects, List.of("it only reads, and the kernel of the host holds it to that"));
    }

    private Optional<String> denial() {
        for (Finding finding : classified.findings()) {
            if (finding.does() == Does.RAISES) {
                return Optional.of(
                        words(finding) + ", which is never allowed; start the operator as the user that may do this");
            }
            if (finding.does() == Does.CLOUD && host.kind() == HostFacts.Kind.SOLO) {
                return Optional.of(finding.object() + " is a cloud's command line, which only cloud operators may use;"
                        + " bind an operator of kind cloud");
            }
        }
        return Stream.of(
                        classified.commands().stream().map(policy::denies),
                        effects.stream().map(policy::denies),
                        run.env().keySet().stream().map(policy::deniesVariable))
                .flatMap(denials -> denials)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Why a person has to be asked; empty when nobody has. */
    private List<String> questions() {
        var questions = new ArrayList<String>();
        for (Finding finding : classified.findings()) {
            if (finding.leave() == Leave.NEVER) {
                questions.add(
                        finding.reason().map(why -> words(finding) + ": " + why).orElseGet(() -> words(finding)));
            } else if (finding.leave() == Leave.INSPECT && !classified.isPlain()) {
                questions.add(
                        words(finding) + ": it needs a socket, which is given only to a command that stands alone");
            } else if (finding.does() == Does.READS && !finding.object().isEmpty()) {
                policy.paths()
                        .sensitive()
                        .meeting(finding.object())
                        .ifPresent(glob -> questions.add(words(finding) + ": the policy calls it sensitive"));
            }
        }
        if (!run.user().isEmpty()) {
            questions.add("it runs as another user, " + run.user());
        }
        if (!run.stdin().equals(RunCommand.NO_STDIN)) {
            questions.add("it is given input that is not judged");
        }
        Profile profile = needsSocket() ? Profile.INSPECT : Profile.LOOK;
        if (!host.confinement().profiles().contains(profile)) {
            questions.add(
                    "the host's kernel cannot hold a command to only reading (profile " + profile.wireName() + ")");
        } else if (!host.confinement().scopes() && !policy.autoApproval().withoutScopes()) {
            questions.add("the host's kernel cannot keep signals inside (Landlock before version 6)");
        }
        if (!policy.autoApproval().enabled()) {
            questions.add("the policy lets nothing run without a question");
        }
        return questions.stream().distinct().toList();
    }

    private boolean needsSocket() {
        return classified.findings().stream().anyMatch(finding -> finding.leave() == Leave.INSPECT);
    }

    private Verdict ask(List<String> questions) {
        Risk risk = risk();
        if (effects.stream().anyMatch(Judgement::breaksUnderChange)) {
            return new Verdict.Ask(Risk.HIGH, Profile.SYSTEM, effects, questions);
        }
        boolean onlyReads = effects.stream().allMatch(effect -> effect.kind() == Effect.Kind.READS);
        Set<Profile> profiles = host.confinement().profiles();
        if (onlyReads && needsSocket() && profiles.contains(Profile.INSPECT)) {
            return new Verdict.Ask(risk, Profile.INSPECT, effects, questions);
        }
        // a host that was asked always names SYSTEM, so no profile at all only means that nobody asked yet
        if (!profiles.isEmpty() && !profiles.contains(Profile.CHANGE)) {
            var reasons = new ArrayList<>(questions);
            reasons.add(
                    "the host's kernel cannot keep the system's own files from a change, so it would run unconfined");
            return new Verdict.Ask(Risk.HIGH, Profile.SYSTEM, effects, reasons);
        }
        return new Verdict.Ask(risk, Profile.CHANGE, effects, questions);
    }

    private Risk risk() {
        boolean isGivenMore = !run.user().isEmpty() || !run.stdin().equals(RunCommand.NO_STDIN);
        Risk least = isGivenMore ? Risk.MEDIUM : Risk.LOW;
        return classified.findings().stream()
                .map(finding -> risk(finding.weight()))
                .reduce(least, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static Risk risk(Finding.Weight weight) {
        return switch (weight) {
            case LITTLE -> Risk.LOW;
            case SOMETHING -> Risk.MEDIUM;
            case MUCH -> Risk.HIGH;
        };
    }

    /** Whether the system's own files and daemons, which the profile {@code change} keeps away, are what it is about. */
    private static boolean breaksUnderChange(Effect effect) {
        return switch (effect.kind()) {
            case INSTALLS, SERVES, RULES -> true;
            case WRITES, DELETES ->
                ProtectedPaths.SYSTEM.meeting(effect.object()).isPresent();
            case READS, CONNECTS, SIGNALS, RAISES, OPAQUE -> false;
        };
    }

    static List<Effect> effects(Classification classified) {
        return classified.findings().stream()
                .filter(finding -> finding.does() != Does.CLOUD)
                .sorted(Comparator.comparing(Finding::weight)
                        .thenComparing(Finding::does)
                        .reversed())
                .map(finding ->
                        new Effect(Effect.Kind.valueOf(finding.does().name()), finding.verb(), finding.object()))
                .toList();
    }

    private static String words(Finding finding) {
        return (finding.verb() + " " + finding.object()).strip();
    }
}
