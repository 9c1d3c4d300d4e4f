package ai.dropops.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SignatureTest {
    private static final SigningKey KEY = SigningKey.numbered(1);
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @Test
    void aSignatureHoldsInItsOwnContextOnly() {
        for (SigningContext made : SigningContext.values()) {
            byte[] signature = KEY.sign(made.message(CONTENT));
            for (SigningContext asked : SigningContext.values()) {
                assertThat(KEY.verifying().verifies(asked, CONTENT, signature)).isEqualTo(made == asked);
            }
        }
    }

    @Test
    void anotherKeyDidNotSignIt() {
        byte[] signature = KEY.sign(SigningContext.TIME.message(CONTENT));
        assertThat(SigningKey.numbered(2).verifying().verifies(SigningContext.TIME, CONTENT, signature))
                .isFalse();
    }

    @Property
    void rubbishIsNoSignatureAndNoError(
            @ForAll @Size(32) byte[] key, @ForAll @Size(max = 80) byte[] signature, @ForAll byte[] content) {
        assertThat(VerifyingKey.wrap(key).verifies(SigningContext.PERMIT, content, signature))
                .isFalse();
    }

    @Test
    void theFingerprintDependsOnEveryFact() {
        var fingerprint = Fingerprint.of("machine", "linux", "amd64", 2, "host");
        assertThat(fingerprint).isEqualTo(Fingerprint.of("machine", "linux", "amd64", 2, "host"));
        assertThat(fingerprint)
                .isNotIn(
                        Fingerprint.of("machine2", "linux", "amd64", 2, "host"),
                        Fingerprint.of("machine", "linux2", "amd64", 2, "host"),
                        Fingerprint.of("machine", "linux", "amd642", 2, "host"),
                        Fingerprint.of("machine", "linux", "amd64", 22, "host"),
                        Fingerprint.of("machine", "linux", "amd64", 2, "host2"));
    }
}
