package ai.dropops.web.link;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.VerifyingKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What a host sends to become an operator, with an API key or, the first time, with a device-link token.
 *
 * @param key base64, the random part of the API key that a host with a token wants for itself
 * @param fingerprint hexadecimal
 * @param csr PKCS#10 in DER, base64
 * @param receiptKey raw Ed25519, base64
 */
record EnrolRequest(
        Optional<String> apiKey,
        Optional<String> token,
        Optional<Bytes> key,
        String fingerprint,
        Bytes csr,
        VerifyingKey receiptKey,
        String hostname,
        String agentVersion,
        Instant time) {
    private static final int NAME_LIMIT = 255;
    private static final int KEY_BYTES = 32;

    EnrolRequest {
        if (apiKey.isPresent() == token.isPresent() || token.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a host shows an apiKey, or a token with the key it wants");
        }
        if (key.isPresent() && key.get().size() != KEY_BYTES) {
            throw new IllegalArgumentException("key must be " + KEY_BYTES + " random bytes");
        }
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
