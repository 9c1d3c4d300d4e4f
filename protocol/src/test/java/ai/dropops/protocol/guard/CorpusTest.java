package ai.dropops.protocol.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.guard.Corpus.Entry;
import ai.dropops.protocol.guard.Corpus.Label;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guard against every labelled command, on a host whose kernel enforces everything. */
final class CorpusTest {
    static final Confinement FULL = new Confinement(EnumSet.allOf(Profile.class), 7, true, true);

    @Test
    void theCorpusIsLargeEnoughToMeanSomething() {
        assertThat(Corpus.entries()).hasSizeGreaterThanOrEqualTo(1500);
        assertThat(Corpus.commands(Label.READ).size()
                        + Corpus.commands(Label.CHANGE).size())
                .isGreaterThanOrEqualTo(500);
        assertThat(Corpus.commands(Label.DENY)).hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void nothingThatChangesOrHarmsIsAllowed() {
        assertThat(Corpus.entries().stream()
                        .filter(entry -> entry.label() != Label.READ)
                        .filter(entry -> verdict(entry) instanceof Verdict.Allow)
                        .map(CorpusTest::shown))
                .isEmpty();
    }

    @Test
    void everythingForbiddenIsDenied() {
        assertThat(Corpus.entries().stream()
                        .filter(entry -> entry.label() == Label.DENY)
                        .filter(entry -> !(verdict(entry) instanceof Verdict.Deny))
                        .map(CorpusTest::shown))
                .isEmpty();
    }

    @Test
    void noEverydayChangeIsDenied() {
        assertThat(Corpus.entries().stream()
                        .filter(entry -> entry.label() == Label.CHANGE)
                        .filter(entry -> verdict(entry) instanceof Verdict.Deny)
                        .map(CorpusTest::shown))
                .isEmpty();
    }

    @Test
    void everydayReadsNeedNoQuestion() {
        List<Entry> reads = Corpus.entries().stream()
                .filter(entry -> entry.label() == Label.READ)
                .toList();
        List<String> asked = reads.stream()
                .filter(entry -> !(verdict(entry) instanceof Verdict.Allow))
                .map(CorpusTest::shown)
                .toList();

        assertThat(asked).hasSizeLessThanOrEqualTo(reads.size() / 20);
    }

    @Test
    void everyVerdictSaysWhy() {
        assertThat(Corpus.entries())
                .allSatisfy(entry -> assertThat(reasons(verdict(entry))).isNotEmpty());
    }

    private static Verdict verdict(Entry entry) {
        return Guard.judge(RunCommand.of(entry.command()), new HostFacts(entry.host(), FULL), Policy.defaults());
    }

    private static List<String> reasons(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow(var _, var _, var reasons) -> reasons;
            case Verdict.Ask(var _, var _, var _, var reasons) -> reasons;
            case Verdict.Deny(var _, var reason) -> List.of(reason);
        };
    }

    private static String shown(Entry entry) {
        return "\n" + entry + "  ==> " + verdict(entry);
    }
}
