package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.SigningKey;
import ai.dropops.protocol.identity.VerifyingKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReceiptTest {
    private static final VerifyingKey KEY = Samples.RECEIPT_KEY.verifying();
    private static final Output OUTPUT = new Output(new Volume(1L << 40, Digest.of(Samples.bytes(3, 3))), 1L << 41);

    static Stream<Outcome> outcomes() {
        Instant precise = Samples.NOON.plusNanos(123_456_789);
        return Stream.concat(
                Arrays.stream(Refusal.values()).map(reason -> new Outcome.Refused(reason, "because — 👋")),
                Stream.of(
                        new Outcome.Finished(0, false, Samples.NOON, precise, Output.NONE, OUTPUT),
                        new Outcome.Finished(-1, true, Instant.EPOCH.minusSeconds(9), precise, OUTPUT, OUTPUT),
                        new Outcome.Interrupted(precise, OUTPUT, Output.NONE),
                        new Outcome.StillRunning(precise),
                        new Outcome.Voided()));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void everyOutcomeIsReadAsItWasSigned(Outcome outcome) {
        var receipt = receipt(outcome);
        assertThat(receipt.sign(Samples.RECEIPT_KEY::sign).verified(KEY)).isEqualTo(receipt);
    }

    @Test
    void aReceiptSignedByAnotherKeyIsRefused() {
        var signed = receipt(new Outcome.Voided()).sign(SigningKey.numbered(9)::sign);
        assertThatThrownBy(() -> signed.verified(KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signature");
    }

    @Test
    void everyFlippedBitIsRefused() {
        var signed = receipt(new Outcome.StillRunning(Samples.NOON)).sign(Samples.RECEIPT_KEY::sign);
        for (int bit = 0; bit < signed.receipt().size() * 8; bit++) {
            byte[] changed = signed.receipt().array().clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> new Receipt.Signed(Bytes.wrap(changed), signed.signature()).verified(KEY))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void signedRubbishIsRefused(@ForAll @Size(max = 200) byte[] rubbish) {
        byte[] signature = Samples.RECEIPT_KEY.sign(SigningContext.RECEIPT.message(rubbish));
        assertThatThrownBy(() -> new Receipt.Signed(Bytes.wrap(rubbish), Bytes.wrap(signature)).verified(KEY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPermitKeysTimeSignatureIsNoReceipt() {
        var signed = receipt(new Outcome.Voided()).sign(Samples.RECEIPT_KEY::sign);
        byte[] forTime = Samples.RECEIPT_KEY.sign(
                SigningContext.TIME.message(signed.receipt().array()));
        assertThatThrownBy(() -> new Receipt.Signed(signed.receipt(), Bytes.wrap(forTime)).verified(KEY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalsMessageIsCutToWhatTravels() {
        var refused = new Outcome.Refused(Refusal.CANNOT_RUN, "x".repeat(1999) + "👋" + "y".repeat(100_000));
        assertThat(refused.message()).hasSize(2000).endsWith("x?");
        var receipt = receipt(refused);
        assertThat(receipt.sign(Samples.RECEIPT_KEY::sign).verified(KEY)).isEqualTo(receipt);
    }

    @Test
    void onlyARunningExecutionHasMoreToTell() {
        assertThat(outcomes().filter(outcome -> !outcome.isFinal()))
                .containsExactly(new Outcome.StillRunning(Samples.NOON.plusMillis(123)));
    }

    private static Receipt receipt(Outcome outcome) {
        var operator = Samples.operator(1);
        var execution = ExecutionId.of(Samples.FROZEN.digest(), operator, 1);
        return new Receipt(execution, Samples.PROPOSAL_ID, operator, 1, Long.MAX_VALUE, outcome, Samples.HEAD);
    }
}
