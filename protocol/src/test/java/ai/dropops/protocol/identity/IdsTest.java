package ai.dropops.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {
    private static final String CANONICAL = "op_000000000000000000000000s4";

    @Property
    void bytesSurviveBecomingText(@ForAll @Size(max = 64) byte[] bytes) {
        assertThat(Base32Hex.decode(Base32Hex.encode(bytes))).isEqualTo(bytes);
    }

    @Property
    void textOrderIsByteOrder(@ForAll @Size(16) byte[] left, @ForAll @Size(16) byte[] right) {
        int order = OperatorId.of(left).compareTo(OperatorId.of(right));
        assertThat(Integer.signum(order)).isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
    }

    @Property
    void anIdIsReadBackFromItsText(@ForAll @Size(16) byte[] bytes) {
        var id = ProposalId.of(bytes);
        assertThat(new ProposalId(id.value())).isEqualTo(id);
        assertThat(id.bytes()).isEqualTo(bytes);
        assertThat(id.value()).hasSize(29).matches("pr_[0-9a-v]{26}");
    }

    @Property
    void aBatchIsKnownByItsProposalsBytes(@ForAll @Size(16) byte[] bytes) {
        var proposal = ProposalId.of(bytes);
        assertThat(BatchId.of(proposal).proposal()).isEqualTo(proposal);
    }

    @Property
    void noTwoTextsAreTheSameBytes(@ForAll @Size(min = 1, max = 20) byte[] bytes) {
        String text = Base32Hex.encode(bytes);
        char last = text.charAt(text.length() - 1);
        for (char other : "0123456789abcdefghijklmnopqrstuv".toCharArray()) {
            String changed = text.substring(0, text.length() - 1) + other;
            if (other != last) {
                assertThat(decodesTo(changed, bytes)).as(changed).isFalse();
            }
            assertThat(decodesTo(text + other, bytes)).as(text + other).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "op_",
                "OP_000000000000000000000000s4",
                "se_000000000000000000000000s4",
                "op_000000000000000000000000S4",
                "op_000000000000000000000000w4",
                "op_00000000000000000000000s4",
                "op_0000000000000000000000000s4",
                "op_000000000000000000000000s5",
                "op_000000000000000000000000s\u0664",
                " op_000000000000000000000000s4",
                "op_000000000000000000000000s4\n"
            })
    void aTextThatIsNotExactlyAnIdIsRefused(String text) {
        assertThatThrownBy(() -> new OperatorId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSampleTheOthersAreVariationsOfIsAnId() {
        assertThat(new OperatorId(CANONICAL).value()).isEqualTo(CANONICAL);
    }

    @Test
    void anExecutionIdIsLowerCaseHexOnly() {
        String hex = "ab".repeat(32);
        assertThat(new ExecutionId(hex).value()).isEqualTo(hex);
        assertThatThrownBy(() -> new ExecutionId(hex.toUpperCase(Locale.ROOT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExecutionId(hex.substring(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExecutionId(hex.substring(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExecutionIdFollowsFromDigestOperatorAndAttempt() {
        var digest = Digest.of(new byte[] {1});
        var operator = new OperatorId(CANONICAL);
        var id = ExecutionId.of(digest, operator, 1);
        assertThat(id).isEqualTo(ExecutionId.of(digest, operator, 1));
        assertThat(id).isNotEqualTo(ExecutionId.of(digest, operator, 2));
        assertThat(id).isNotEqualTo(ExecutionId.of(Digest.of(new byte[] {2}), operator, 1));
        assertThat(id).isNotEqualTo(ExecutionId.of(digest, OperatorId.of(new byte[16]), 1));
    }

    private static boolean decodesTo(String text, byte[] bytes) {
        try {
            return Arrays.equals(Base32Hex.decode(text), bytes);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
