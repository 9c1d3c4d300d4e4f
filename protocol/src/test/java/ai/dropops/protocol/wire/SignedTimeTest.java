package ai.dropops.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Samples;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.SigningKey;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class SignedTimeTest {
    private static final SignedTime TIME = SignedTime.sign(Samples.NOON, Samples.PERMIT_KEY::sign);

    @Test
    void onlyThePermitKeyTellsTheTime() {
        assertThat(TIME.signedBy(Samples.PERMIT_KEY.verifying())).isTrue();
        assertThat(TIME.signedBy(SigningKey.numbered(9).verifying())).isFalse();
    }

    @Test
    void anotherTimeIsNotSigned() {
        var later = new SignedTime(TIME.at().plusMillis(1), TIME.signature());
        assertThat(later.signedBy(Samples.PERMIT_KEY.verifying())).isFalse();
    }

    @Test
    void aSignatureOfAnotherContextTellsNoTime() {
        byte[] millis =
                ByteBuffer.allocate(8).putLong(Samples.NOON.toEpochMilli()).array();
        var signature = Samples.PERMIT_KEY.sign(SigningContext.PERMIT.message(millis));
        assertThat(new SignedTime(Samples.NOON, Bytes.wrap(signature)).signedBy(Samples.PERMIT_KEY.verifying()))
                .isFalse();
    }

    @Test
    void timeIsToldInWholeMilliseconds() {
        assertThat(SignedTime.sign(Samples.NOON.plusNanos(999_999), Samples.PERMIT_KEY::sign))
                .isEqualTo(TIME);
    }
}
