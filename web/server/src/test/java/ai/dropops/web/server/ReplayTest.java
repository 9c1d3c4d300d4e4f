package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are taken once, over a real socket. */
final class ReplayTest {
    private static final String CHANGE = "/api/v1/change";

    @TempDir
    Path temporary;

    private Site site;
    private Browser owner;

    @BeforeEach
    void open() {
        site = new Site(temporary);
        owner = site.owner();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aCapturedRequestIsRefusedTheSecondTime() {
        var request = stamped(site.clock.instant(), "a".repeat(32));

        assertThat(request.post(CHANGE).status()).isEqualTo(204);
        var again = request.post(CHANGE);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("request-replayed");
        assertThat(again.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void withoutItsTimeOrNonceItIsRefused() {
        Instant now = site.clock.instant();
        for (var request : new Browser[] {
            stamped(now, ""),
            stamped(now, "short"),
            stamped(now, "not a nonce at all"),
            stamped(now, "x".repeat(65)),
            stamped(now, "b".repeat(32)).with("X-Request-Timestamp", ""),
            stamped(now, "b".repeat(32)).with("X-Request-Timestamp", "yesterday"),
            stamped(now, "b".repeat(32)).with("X-Request-Timestamp", "1767225600000")
        }) {
            var got = request.post(CHANGE);
            assertThat(got.status()).isEqualTo(400);
            assertThat(got.code()).isEqualTo("stamp-missing");
        }
    }

    @Test
    void anOldTimeIsRefusedWithBothClocks() {
        Instant theirs = site.clock.instant();
        site.clock.pass(Duration.ofMinutes(6));
        var got = stamped(theirs, "c".repeat(32)).post(CHANGE);

        assertThat(got.status()).isEqualTo(403);
        assertThat(got.code()).isEqualTo("clocks-apart");
        assertThat(got.json().path("detail").asText())
                .contains(theirs.toString(), site.clock.instant().toString());
    }

    @Test
    void oneSignInCannotFillTheMemoryAndOthersDoNotFeelIt() {
        for (int i = 0; i < Site.MOST_CHANGES; i++) {
            assertThat(change(owner, i).status()).isEqualTo(204);
        }
        var tooMany = change(owner, Site.MOST_CHANGES);
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.code()).isEqualTo("too-many-requests");
        assertThat(change(site.owner(), 0).status()).isEqualTo(204);

        site.clock.pass(Duration.ofMinutes(11));
        assertThat(change(owner, 99).status()).isEqualTo(204);
    }

    @Test
    void whoIsNotLetInBurnsNoNonce() {
        var stranger = site.browser()
                .with("X-Request-Timestamp", site.clock.instant().toString())
                .with("X-Request-Nonce", "d".repeat(32));
        assertThat(stranger.post(CHANGE).status()).isEqualTo(401);
        assertThat(stamped(site.clock.instant(), "d".repeat(32)).post(CHANGE).status())
                .isEqualTo(204);
    }

    private Browser.Got change(Browser browser, int number) {
        return stamped(browser, site.clock.instant(), "%032d".formatted(number)).post(CHANGE);
    }

    private Browser stamped(Instant at, String nonce) {
        return stamped(owner, at, nonce);
    }

    private static Browser stamped(Browser browser, Instant at, String nonce) {
        return browser.with("X-Request-Timestamp", at.toString()).with("X-Request-Nonce", nonce);
    }
}
