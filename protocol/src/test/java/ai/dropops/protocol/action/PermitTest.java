package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.action.Permit.Authority;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SigningKey;
import ai.dropops.protocol.identity.VerifyingKey;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PermitTest {
    private static final Permit PERMIT = Samples.PERMIT;
    private static final VerifyingKey PINNED = Samples.PERMIT_KEY.verifying();
    private static final Digest OTHER = Digest.of(Samples.bytes(1, 7));

    @Test
    void thePinnedKeyMadeIt() {
        assertThat(PERMIT.signedBy(PINNED)).isTrue();
        assertThat(PERMIT.signedBy(SigningKey.numbered(9).verifying())).isFalse();
    }

    @Test
    void everyFieldIsSigned() {
        var p = PERMIT;
        var altered = List.of(
                new Permit(OTHER, p.authority(), p.approvers(), p.signatures(), p.decidedAt(), p.key(), p.signature()),
                new Permit(
                        p.proposal(),
                        Authority.AUTOMATIC,
                        List.of(),
                        p.signatures(),
                        p.decidedAt(),
                        p.key(),
                        p.signature()),
                new Permit(
                        p.proposal(),
                        p.authority(),
                        List.of(MemberId.of(Samples.bytes(16, 1))),
                        p.signatures(),
                        p.decidedAt(),
                        p.key(),
                        p.signature()),
                new Permit(
                        p.proposal(),
                        p.authority(),
                        List.of(Samples.MEMBER, MemberId.of(Samples.bytes(16, 9))),
                        p.signatures(),
                        p.decidedAt(),
                        p.key(),
                        p.signature()),
                new Permit(
                        p.proposal(),
                        p.authority(),
                        p.approvers(),
                        p.signatures(),
                        p.decidedAt().plusMillis(1),
                        p.key(),
                        p.signature()),
                new Permit(
                        p.proposal(),
                        p.authority(),
                        p.approvers(),
                        p.signatures(),
                        p.decidedAt(),
                        OTHER,
                        p.signature()),
                new Permit(
                        p.proposal(), p.authority(), p.approvers(), List.of(), p.decidedAt(), p.key(), p.signature()),
                new Permit(
                        p.proposal(),
                        p.authority(),
                        p.approvers(),
                        p.signatures(),
                        p.decidedAt(),
                        p.key(),
                        Bytes.EMPTY));
        assertThat(altered).noneMatch(permit -> permit.signedBy(PINNED)).hasSize(8);
    }

    @Test
    void everyFlippedBitOfTheSignatureIsNoticed() {
        for (int bit = 0; bit < PERMIT.signature().size() * 8; bit++) {
            byte[] signature = PERMIT.signature().array().clone();
            signature[bit / 8] ^= (byte) (1 << (bit % 8));
            var forged = new Permit(
                    PERMIT.proposal(),
                    PERMIT.authority(),
                    PERMIT.approvers(),
                    PERMIT.signatures(),
                    PERMIT.decidedAt(),
                    PERMIT.key(),
                    Bytes.wrap(signature));
            assertThat(forged.signedBy(PINNED)).isFalse();
        }
    }

    @Test
    void aSignatureMadeForAReceiptMakesNoPermit() {
        var receipt = new Receipt(
                ExecutionId.of(Samples.FROZEN.digest(), Samples.operator(0), 1),
                Samples.PROPOSAL_ID,
                Samples.operator(0),
                1,
                1,
                new Outcome.Voided(),
                Samples.HEAD);
        var signed = receipt.sign(Samples.PERMIT_KEY::sign);
        var forged = new Permit(
                PERMIT.proposal(),
                PERMIT.authority(),
                PERMIT.approvers(),
                PERMIT.signatures(),
                PERMIT.decidedAt(),
                PERMIT.key(),
                signed.signature());
        assertThat(forged.signedBy(PINNED)).isFalse();
    }

    @Test
    void approversAscendWithoutRepetition() {
        var low = MemberId.of(Samples.bytes(16, 1));
        var high = MemberId.of(Samples.bytes(16, 2));
        var made = Permit.sign(
                OTHER,
                Authority.HUMAN,
                List.of(high, low, high),
                List.of(),
                Samples.NOON,
                OTHER,
                Samples.PERMIT_KEY::sign);
        assertThat(made.approvers()).containsExactly(low, high);
        assertThatThrownBy(() -> new Permit(
                        OTHER, Authority.HUMAN, List.of(high, low), List.of(), Samples.NOON, OTHER, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Permit(
                        OTHER, Authority.HUMAN, List.of(low, low), List.of(), Samples.NOON, OTHER, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHumanPermitNamesSomebodyAndAnAutomaticOneNobody() {
        assertThatThrownBy(() ->
                        new Permit(OTHER, Authority.HUMAN, List.of(), List.of(), Samples.NOON, OTHER, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Permit(
                        OTHER,
                        Authority.AUTOMATIC,
                        List.of(Samples.MEMBER),
                        List.of(),
                        Samples.NOON,
                        OTHER,
                        Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
