package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.identity.ExecutionId;
import org.junit.jupiter.api.Test;

/** What is signed and hashed today is signed and hashed alike for ever: a failure here is a broken format, not a stale test. */
final class GoldenTest {
    @Test
    void theProposalIsFrozen() {
        assertThat(Samples.FROZEN.bytes().array()).isEqualTo(new GoldenFile("signed/proposal").bytes());
        assertThat(Samples.FROZEN.digest().hex())
                .isEqualTo("cb1b50706c6d8b3e036db359a1215e0dba378e0ce3094405b3b492f887eb4fcd");
    }

    @Test
    void theRootAndItsLeavesAreFrozen() {
        assertThat(Samples.TARGETS.get(2).leaf(2).hex())
                .isEqualTo("16e9775475ddfa1dfa7815dfb9c086345023816ed3780ab5dbb4b483c4810b52");
        assertThat(Samples.TREE.root().hex())
                .isEqualTo("d18ef87056166b0dbd488ccc079e8812691f64dc35924cc03465098741caf5ec");
    }

    @Test
    void theExecutionKeyIsFrozen() {
        assertThat(execution().value()).isEqualTo("d2267e0cdde1e87e7ac34199dea7c8262ed458ffe166d66ab767116cb6c8c6ab");
    }

    @Test
    void thePermitsSignatureIsFrozen() {
        assertThat(Samples.PERMIT_KEY.verifying().raw().hex())
                .isEqualTo("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c");
        assertThat(Samples.PERMIT.signature().array()).isEqualTo(new GoldenFile("signed/permit-signature").bytes());
    }

    @Test
    void theReceiptIsFrozen() {
        var signed = Samples.receipt(execution()).sign(Samples.RECEIPT_KEY::sign);
        assertThat(signed.receipt().array()).isEqualTo(new GoldenFile("signed/receipt").bytes());
        assertThat(signed.signature().array()).isEqualTo(new GoldenFile("signed/receipt-signature").bytes());
    }

    private static ExecutionId execution() {
        return ExecutionId.of(Samples.FROZEN.digest(), Samples.operator(1), 1);
    }
}
