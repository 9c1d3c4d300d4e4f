package ai.dropops.cluster.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.cluster.approval.Approval.Event;
import ai.dropops.cluster.approval.ApprovalState.Decided;
import ai.dropops.cluster.approval.ApprovalState.Pending;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.MemberId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ApprovalStateTest {
    private static final List<MemberId> MEMBERS = List.of(Questions.ASKER, Questions.ADA, Questions.GRACE);

    /** Replaying any list of events never throws; what is decided stays so, and nobody is counted twice. */
    @Property
    void anyHistoryCanBeReplayed(@ForAll @IntRange(min = 1, max = 3) int quorum, @ForAll long seed) {
        var random = new Random(seed);
        ApprovalState state = new ApprovalState.Unasked();
        ApprovalState.Ending ending = null;
        for (int i = 0; i < 40; i++) {
            state = state.apply(any(quorum, random));
            if (state instanceof Pending pending) {
                assertThat(new HashSet<>(pending.approvers())).hasSameSizeAs(pending.agreed());
                assertThat(ending).isNull();
            }
            if (state instanceof Decided decided) {
                assertThat(ending == null ? decided.ending() : ending).isEqualTo(decided.ending());
                ending = decided.ending();
            }
        }
        assertThat(ApprovalView.row(Questions.PROPOSAL, 40, state))
                .isNotEmpty()
                .hasValueSatisfying(row -> assertThat(row.votes())
                        .filteredOn(vote -> vote.yes())
                        .extracting(vote -> vote.by())
                        .doesNotHaveDuplicates());
    }

    @Test
    void whatWasGrantedBeforeVotesWereKeptStillIs() {
        ApprovalState state = new Pending(Questions.asked(Questions.ONE_YES), List.of())
                .apply(new Event.Granted(Questions.ADA, Questions.NOW, permit()));

        assertThat(ApprovalView.row(Questions.PROPOSAL, 2, state)).hasValueSatisfying(row -> {
            assertThat(row.decidedBy()).isEqualTo(Questions.ADA);
            assertThat(row.votes()).isEmpty();
        });
    }

    @Test
    void nobodyApprovesInPassingWhatNeedsMoreThanTheirWord() {
        for (var terms : List.of(new Terms(2, true, ""), new Terms(1, false, ""), new Terms(1, true, "web-1"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Questions.question(terms, Risk.MEDIUM, Question.Answer.SELF));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Questions.question(Questions.ONE_YES, Risk.HIGH, Question.Answer.SELF));
    }

    @Test
    void aQuorumIsAtLeastOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Terms(0, true, ""));
    }

    @Test
    void oneHostIsConfirmedByItsNameAndSeveralByTheirNumber() {
        assertThat(Terms.confirmation(List.of("web-1"))).isEqualTo("web-1");
        assertThat(Terms.confirmation(List.of("web-1", "web-2"))).isEqualTo("2 hosts");
        assertThat(new Terms(1, true, "1200 hosts").areConfirmedBy("1,200 hosts"))
                .isTrue();
    }

    private static Event any(int quorum, Random random) {
        var member = MEMBERS.get(random.nextInt(MEMBERS.size()));
        return switch (random.nextInt(12)) {
            case 0 -> new Event.Granted(member, Questions.NOW, permit());
            case 1 -> new Event.Denied(Questions.vote(member), Bytes.EMPTY);
            case 2 -> new Event.Expired(Questions.NOW);
            case 3 -> new Event.Acknowledged();
            case 4 -> new Event.Allowed(permit());
            case 5, 6, 7 -> new Event.Agreed(Questions.vote(member));
            default -> new Event.Asked(Questions.asked(new Terms(quorum, random.nextBoolean(), "")));
        };
    }

    private static Permit permit() {
        return new Permit(
                Questions.DIGEST,
                Permit.Authority.HUMAN,
                List.of(Questions.ADA),
                List.of(),
                Questions.NOW,
                Questions.DIGEST,
                Bytes.EMPTY);
    }
}
