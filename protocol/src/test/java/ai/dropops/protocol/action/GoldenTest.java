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
                .isEqualTo("ce0af83698b056ec37668e38ec5e234c489ecdb0495f9e2786b42451c9a3715e");
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
        assertThat(execution().value()).isEqualTo("0988005862f82c0aab385617a0af0e2aa0124024dc6a34a2452ae66c4f63c1d1");
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
