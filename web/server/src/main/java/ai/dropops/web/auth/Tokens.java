package ai.dropops.web.auth;

import ai.dropops.protocol.identity.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** The source of sign-in links, sign-ins and command-line keys: 32 random bytes each, as 43 characters that are safe in a URL. */
public final class Tokens implements Supplier<Secret> {
    private static final int BYTES = 32;

    private final SecureRandom random;

    public Tokens(SecureRandom random) {
        this.random = random;
    }

    @Override
    public Secret get() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
