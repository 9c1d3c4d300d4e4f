package ai.dropops.web.link;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.VerifyingKey;
import java.time.Instant;

/**
 * What a host sends to become an operator.
 *
 * @param fingerprint hexadecimal
 * @param csr PKCS#10 in DER, base64
 * @param receiptKey raw Ed25519, base64
 */
record EnrolRequest(
        String apiKey,
        String fingerprint,
        Bytes csr,
        VerifyingKey receiptKey,
        String hostname,
        String agentVersion,
        Instant time) {
    private static final int NAME_LIMIT = 255;

    EnrolRequest {
        Digest.parse(fingerprint);
        checkName("hostname", hostname);
        checkName("agentVersion", agentVersion);
    }

    Fingerprint machine() {
        return new Fingerprint(Digest.parse(fingerprint));
    }

    private static void checkName(String field, String value) {
        if (value.isBlank() || value.length() > NAME_LIMIT || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    field + " must be 1 to " + NAME_LIMIT + " characters without control characters");
        }
    }
}
