package ai.dropops.web.auth;

import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What every answer tells a browser not to allow. */
final class SecurityHeaders {
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    private static final List<HttpHeader> ALWAYS = List.of(
            RawHeader.create("Content-Security-Policy", CONTENT_SECURITY_POLICY),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));
    private static final HttpHeader NOT_KEPT = RawHeader.create("Cache-Control", "no-store");

    private SecurityHeaders() {}

    /** {@code response} with all of them; it is not cached unless it says itself how. */
    static HttpResponse on(HttpResponse response) {
        HttpResponse secured = response.addHeaders(ALWAYS);
        return response.getHeader("Cache-Control").isPresent() ? secured : secured.addHeader(NOT_KEPT);
    }
}
