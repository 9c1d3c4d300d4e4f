package ai.dropops.web.auth;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Secret;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.HttpCookiePair;
import org.apache.pekko.http.scaladsl.model.headers.Cookie;

/** What a request brings to prove who sent it. */
sealed interface Credential {
    String COOKIE = "dropops_sign_in";
    String BEARER = "Bearer ";

    /** By which it can be told from others without being known. */
    Digest digest();

    record Nothing() implements Credential {
        @Override
        public Digest digest() {
            return Digest.of();
        }
    }

    /** The token of a sign-in. */
    record SignIn(Secret token) implements Credential {
        @Override
        public Digest digest() {
            return token.digest();
        }
    }

    /** The key of a command line. */
    record Key(Secret text) implements Credential {
        @Override
        public Digest digest() {
            return text.digest();
        }
    }

    static Credential of(HttpRequest request) {
        var authorization = request.getHeader("Authorization")
                .map(header -> header.value())
                .filter(value -> value.startsWith(BEARER));
        if (authorization.isPresent()) {
            return new Key(new Secret(authorization.get().substring(BEARER.length())));
        }
        return request.getHeader(Cookie.class)
                .flatMap(Credential::signIn)
                .<Credential>map(SignIn::new)
                .orElseGet(Nothing::new);
    }

    private static Optional<Secret> signIn(Cookie cookies) {
        for (HttpCookiePair cookie : cookies.getCookies()) {
            if (cookie.name().equals(COOKIE)) {
                return Optional.of(new Secret(cookie.value()));
            }
        }
        return Optional.empty();
    }
}
