package ai.dropops.web.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * What tells one request from every other.
 *
 * @param at when it was sent, by the sender's clock
 * @param nonce chosen at random by the sender
 */
record RequestStamp(Instant at, String nonce) {
    static final String TIMESTAMP = "X-Request-Timestamp";
    static final String NONCE = "X-Request-Nonce";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{16,64}");

    /** What {@code request} carries; Refused with 400 when that is not both. */
    static RequestStamp of(HttpRequest request) {
        String nonce = header(request, NONCE)
                .filter(text -> FORM.matcher(text).matches())
                .orElseThrow(() -> missing(NONCE, "16 to 64 random letters, digits, dashes or underscores")
                        .refused());
        Instant at = header(request, TIMESTAMP)
                .flatMap(RequestStamp::time)
                .orElseThrow(() -> missing(TIMESTAMP, "the time it is sent at, such as 2026-01-31T12:00:00Z")
                        .refused());
        return new RequestStamp(at, nonce);
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value());
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Problem missing(String header, String form) {
        return Problem.badRequest(
                "stamp-missing",
                "The request does not carry a usable " + header + ", without which it could be sent twice.",
                "Send in it " + form + ".");
    }
}
