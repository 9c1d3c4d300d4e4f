package ai.dropops.cluster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.cluster.operator.DeviceLink.Claim;
import ai.dropops.cluster.operator.DeviceLink.Reason;
import ai.dropops.cluster.operator.DeviceLink.Terms;
import ai.dropops.cluster.operator.DeviceLinkEvent.Made;
import ai.dropops.cluster.operator.DeviceLinkEvent.Revoked;
import ai.dropops.cluster.operator.DeviceLinkEvent.Used;
import ai.dropops.cluster.operator.DeviceLinkState.Answer;
import ai.dropops.cluster.operator.DeviceLinkState.Unmade;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeviceLinkStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Digest TOKEN = Digest.of(new byte[] {1});
    private static final MemberId ADA = MemberId.of(new byte[16]);
    private static final WorkspaceId WORKSPACE = WorkspaceId.of(new byte[16]);
    private static final DeviceLinkId LINK = DeviceLinkId.of(new byte[16]);
    private static final int USES = 2;

    @Test
    void nobodyIsLetInByALinkThatWasNeverMade() {
        assertThat(new Unmade().answer(claim(TOKEN), operator(1), NOW)).isEqualTo(new Answer.No(Reason.UNKNOWN));
    }

    @Test
    void itTakesAsManyHostsAsItIsForAndThoseAgain() {
        DeviceLinkState state = made();
        for (int host = 1; host <= USES; host++) {
            assertThat(state.answer(claim(TOKEN), operator(host), NOW)).isInstanceOf(Answer.First.class);
            state = state.apply(new Used(operator(host), "host-" + host, NOW));
        }

        assertThat(state.answer(claim(TOKEN), operator(3), NOW)).isEqualTo(new Answer.No(Reason.USED_UP));
        assertThat(state.answer(claim(TOKEN), operator(1), NOW))
                .isInstanceOfSatisfying(
                        Answer.Again.class, again -> assertThat(again.name()).isEqualTo("host-1"));
    }

    @Test
    void itEndsWithItsTimeAlsoForHostsThatHaveCome() {
        DeviceLinkState state = made().apply(new Used(operator(1), "a", NOW));
        Instant end = NOW.plus(Duration.ofHours(1));

        assertThat(state.answer(claim(TOKEN), operator(2), end.minusMillis(1))).isInstanceOf(Answer.First.class);
        assertThat(state.answer(claim(TOKEN), operator(2), end)).isEqualTo(new Answer.No(Reason.EXPIRED));
        assertThat(state.answer(claim(TOKEN), operator(1), end)).isEqualTo(new Answer.No(Reason.EXPIRED));
    }

    @Test
    void onceRevokedItTakesNobody() {
        DeviceLinkState state = made().apply(new Used(operator(1), "a", NOW)).apply(new Revoked(ADA, NOW));

        assertThat(state.answer(claim(TOKEN), operator(1), NOW)).isEqualTo(new Answer.No(Reason.REVOKED));
        assertThat(DeviceLinkView.row(LINK, 3, state)).hasValueSatisfying(row -> {
            assertThat(row.used()).isEqualTo(1);
            assertThat(row.revokedBy()).isEqualTo(ADA);
        });
    }

    @Test
    void anotherTokenIsToldNothingOfTheLink() {
        var wrong = claim(Digest.of(new byte[] {2}));
        var unknown = new Answer.No(Reason.UNKNOWN);

        assertThat(made().answer(wrong, operator(1), NOW)).isEqualTo(unknown);
        assertThat(made().answer(wrong, operator(1), NOW.plus(Duration.ofDays(1))))
                .isEqualTo(unknown);
        assertThat(made().apply(new Revoked(ADA, NOW)).answer(wrong, operator(1), NOW))
                .isEqualTo(unknown);
    }

    @Test
    void aLinkForNobodyOrForTooManyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> terms(0));
        assertThatIllegalArgumentException().isThrownBy(() -> terms(Terms.MOST_USES + 1));
    }

    /** Replaying any list of events never throws, and a link that was revoked stays so. */
    @Property
    void anyHistoryCanBeReplayed(@ForAll long seed) {
        var random = new Random(seed);
        DeviceLinkState state = new Unmade();
        boolean revoked = false;
        for (int i = 0; i < 40; i++) {
            state = state.apply(
                    switch (random.nextInt(4)) {
                        case 0 -> new Made(WORKSPACE, TOKEN, terms(USES), ADA, NOW);
                        case 1 -> new Revoked(ADA, NOW);
                        default -> new Used(operator(random.nextInt(5)), "n", NOW);
                    });
            revoked |= state instanceof DeviceLinkState.Revoked;
            assertThat(state instanceof DeviceLinkState.Revoked).isEqualTo(revoked);
        }
    }

    private static DeviceLinkState made() {
        return new Unmade().apply(new Made(WORKSPACE, TOKEN, terms(USES), ADA, NOW));
    }

    private static Terms terms(int uses) {
        return new Terms(NamePattern.BY_HOST, Kind.SOLO, Labels.NONE, uses, NOW.plus(Duration.ofHours(1)));
    }

    private static Claim claim(Digest token) {
        return new Claim(token, new Fingerprint(Digest.of()), VerifyingKey.wrap(new byte[32]), Digest.of(), "host");
    }

    private static OperatorId operator(int number) {
        var bytes = new byte[16];
        bytes[15] = (byte) number;
        return OperatorId.of(bytes);
    }
}
