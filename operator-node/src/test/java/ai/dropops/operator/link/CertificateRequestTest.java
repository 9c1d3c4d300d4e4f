package ai.dropops.operator.link;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Authority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateRequestTest {
    @TempDir
    Path folder;

    @Test
    void opensslAcceptsItAndReadsTheName() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        Path file = folder.resolve("request.der");
        Files.write(file, CertificateRequest.der(Authority.p256(), "hôst-1"));
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-inform",
                        "DER",
                        "-in",
                        file.toString(),
                        "-verify",
                        "-noout",
                        "-subject",
                        "-nameopt",
                        "utf8")
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
        assertThat(said).contains("verify OK").contains("hôst-1");
    }

    @Test
    void bouncyCastleVerifiesItWhateverTheLengthOfTheName() throws Exception {
        for (int length : new int[] {1, 64, 127, 128, 200, 255, 256, 1000}) {
            KeyPair key = Authority.p256();
            String name = "n".repeat(length);
            var request = new JcaPKCS10CertificationRequest(CertificateRequest.der(key, name));
            assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key.getPublic())))
                    .isTrue();
            assertThat(request.getPublicKey()).isEqualTo(key.getPublic());
            assertThat(request.getSubject()).hasToString("CN=" + name);
        }
    }
}
