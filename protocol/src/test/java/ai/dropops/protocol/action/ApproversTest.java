package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.SigningKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApproversTest {
    private static final SigningKey ADA = SigningKey.numbered(11);
    private static final SigningKey BOB = SigningKey.numbered(12);
    private static final SigningKey EVE = SigningKey.numbered(13);
    private static final SigningKey STRANGER = SigningKey.numbered(14);
    private static final Digest PROPOSAL = Digest.of(Samples.bytes(3, 3));
    private static final Digest OTHER = Digest.of(Samples.bytes(3, 4));
    private static final String FILE = file(1, 2, ADA, BOB, EVE);

    @Test
    void enoughDifferentPeopleHaveToSignThisProposal() {
        Approvers approvers = Approvers.parse(FILE);

        assertThat(approvers.agree(PROPOSAL, List.of(yes(ADA), yes(BOB)))).isTrue();
        assertThat(approvers.agree(PROPOSAL, List.of(yes(ADA)))).isFalse();
        assertThat(approvers.agree(PROPOSAL, List.of(yes(ADA), yes(ADA)))).isFalse();
        assertThat(approvers.agree(PROPOSAL, List.of(yes(ADA), yes(STRANGER)))).isFalse();
        assertThat(approvers.agree(OTHER, List.of(yes(ADA), yes(BOB)))).isFalse();
        assertThat(approvers.agree(PROPOSAL, List.of())).isFalse();
    }

    @Test
    void aSignatureUnderAnotherPersonsKeyOrForAnotherPurposeIsNone() {
        Approvers approvers = Approvers.parse(file(1, 1, ADA));
        var borrowed = new ApproverSignature(
                ADA.verifying(), ApproverSignature.Scheme.ED25519, yes(STRANGER).signature());
        var permit = new ApproverSignature(
                ADA.verifying(),
                ApproverSignature.Scheme.ED25519,
                Bytes.wrap(ADA.sign(SigningContext.PERMIT.message(PROPOSAL.array()))));

        assertThat(approvers.agree(PROPOSAL, List.of(borrowed))).isFalse();
        assertThat(approvers.agree(PROPOSAL, List.of(permit))).isFalse();
    }

    @Test
    void aLaterFileSignedByEnoughOfTheOldOnesPeopleTakesItsPlace() {
        Approvers old = Approvers.parse(FILE);
        String next = file(2, 1, STRANGER);

        assertThat(old.yieldTo(Approvers.parse(signed(next, ADA, BOB)))).isTrue();
        assertThat(old.yieldTo(Approvers.parse(signed(next, ADA)))).isFalse();
        assertThat(old.yieldTo(Approvers.parse(signed(next, ADA, STRANGER)))).isFalse();
        assertThat(old.yieldTo(Approvers.parse(next))).isFalse();
    }

    @Test
    void anEarlierOrEqualVersionDoesNotTakeItsPlaceWhoeverSigned() {
        Approvers old = Approvers.parse(file(3, 1, ADA));

        assertThat(old.yieldTo(Approvers.parse(signed(file(3, 1, BOB), ADA)))).isFalse();
        assertThat(old.yieldTo(Approvers.parse(signed(file(2, 1, BOB), ADA)))).isFalse();
        assertThat(old.yieldTo(Approvers.parse(signed(file(4, 1, BOB), ADA)))).isTrue();
    }

    @Test
    void aByteChangedAfterItWasSignedVoidsTheSignatures() {
        Approvers old = Approvers.parse(file(1, 1, ADA));
        String signed = signed(file(2, 2, ADA, BOB), ADA);

        assertThat(old.yieldTo(Approvers.parse(signed))).isTrue();
        assertThat(old.yieldTo(Approvers.parse(signed.replace("threshold 2", "threshold 1"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version 1\n",
                "dropops approvers 2\nversion 1\nthreshold 1\n",
                "dropops approvers 1\nversion 1\nthreshold 1\n",
                "dropops approvers 1\nversion 0\nthreshold 1\nKEY",
                "dropops approvers 1\nversion 1\nthreshold 0\nKEY",
                "dropops approvers 1\nversion 1\nthreshold 2\nKEY",
                "dropops approvers 1\nversion 1\nversion 2\nthreshold 1\nKEY",
                "dropops approvers 1\nversion 1\nthreshold 1\nKEYKEY",
                "dropops approvers 1\nversion 1\nthreshold 1\nKEYrole admin\n",
                "dropops approvers 1\nversion 1\nthreshold 1\nkey ada rsa AAAA\n",
                "dropops approvers 1\nversion 1\nthreshold 1\nkey ada ed25519 AAAA\n",
                "dropops approvers 1\nversion 1\nthreshold 1\nkey ada ed25519 ***\n",
                "dropops approvers 1\nversion 1\nthreshold 1\nKEYsigned-by AAAA\n",
                "dropops approvers 1\nversion 1\nthreshold 1\nKEYsigned-by AAAA AAAA\nkey x ed25519 AAAA\n"
            })
    void whatIsNotUnderstoodIsRefused(String file) {
        String text = file.replace("KEY", Approvers.line("ada", ADA.verifying()) + "\n");

        assertThatIllegalArgumentException().isThrownBy(() -> Approvers.parse(text));
    }

    @Test
    void twoNamesForOneKeyAreOnePersonTooMany() {
        String twice = "dropops approvers 1\nversion 1\nthreshold 2\n" + Approvers.line("ada", ADA.verifying()) + "\n"
                + Approvers.line("also-ada", ADA.verifying()) + "\n";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Approvers.parse(twice))
                .withMessageContaining("same key");
    }

    private static ApproverSignature yes(SigningKey key) {
        return ApproverSignature.sign(PROPOSAL, key.verifying(), key::sign);
    }

    private static String file(int version, int threshold, SigningKey... keys) {
        var text = new StringBuilder(
                "dropops approvers 1\n# who may say yes\nversion " + version + "\nthreshold " + threshold + "\n");
        for (int i = 0; i < keys.length; i++) {
            text.append(Approvers.line("person" + i, keys[i].verifying())).append('\n');
        }
        return text.toString();
    }

    private static String signed(String file, SigningKey... keys) {
        String text = file;
        for (SigningKey key : keys) {
            text += Approvers.signature(text, key.verifying(), key::sign) + "\n";
        }
        return text;
    }
}
