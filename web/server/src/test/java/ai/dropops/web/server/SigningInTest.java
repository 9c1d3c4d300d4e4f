package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningInTest {
    @TempDir
    Path temporary;

    private Site site;

    @BeforeEach
    void open() {
        site = new Site(temporary);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aLinkSignsInOnceOnly() {
        String link = site.links.create(Site.OWNER).token().reveal();

        assertThat(site.browser().signedIn(link).get("/api/v1/me").status()).isEqualTo(200);

        var second = site.browser().post("/api/v1/sign-in", "{\"token\":\"" + link + "\"}");
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.code()).isEqualTo("link-unusable");
        assertThat(second.header("Set-Cookie")).isEmpty();
    }

    @Test
    void aLinkDiesAfterAQuarterOfAnHour() {
        String link = site.links.create(Site.OWNER).token().reveal();
        site.clock.pass(Duration.ofMinutes(15));

        assertThat(site.browser()
                        .post("/api/v1/sign-in", "{\"token\":\"" + link + "\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theCookieIsOutOfReachOfPagesAndOtherSites() {
        String link = site.links.create(Site.OWNER).token().reveal();

        var got = site.browser().post("/api/v1/sign-in", "{\"token\":\"" + link + "\"}");

        assertThat(got.header("Set-Cookie"))
                .startsWith("dropops_sign_in=")
                .contains("; HttpOnly")
                .contains("; SameSite=Strict")
                .contains("; Path=/");
    }

    @Test
    void withoutASignInNothingIsShown() {
        var got = site.browser().get("/api/v1/me");

        assertThat(got.status()).isEqualTo(401);
        assertThat(got.code()).isEqualTo("sign-in-needed");
        assertThat(site.browser()
                        .with("Cookie", "dropops_sign_in=nonsense")
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aCookieThatTurnsUpInAnotherBrowserIsDeadFromThenOn() {
        var owner = site.owner();

        assertThat(owner.with("User-Agent", "Thief").get("/api/v1/me").status()).isEqualTo(401);
        assertThat(owner.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void aSignInThatIsNotUsedEndsAfterEightHours() {
        var owner = site.owner();
        site.clock.pass(Duration.ofHours(7));
        assertThat(owner.get("/api/v1/me").status()).isEqualTo(200);
        site.clock.pass(Duration.ofHours(7));
        assertThat(owner.get("/api/v1/me").status()).isEqualTo(200);
        site.clock.pass(Duration.ofHours(8).plusSeconds(1));

        assertThat(owner.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void aSignInEndsAfterADayWhateverHappens() {
        var owner = site.owner();
        for (int i = 0; i < 4; i++) {
            site.clock.pass(Duration.ofHours(6));
            assertThat(owner.get("/api/v1/me").status()).isEqualTo(200);
        }
        site.clock.pass(Duration.ofSeconds(1));

        assertThat(owner.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void signingOutEndsTheSignIn() {
        var owner = site.owner();

        assertThat(owner.post("/api/v1/sign-out").status()).isEqualTo(204);
        assertThat(owner.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void aChangeWithoutTheCsrfTokenIsRefused() {
        var owner = site.owner();

        var without = owner.with("X-CSRF-Token", "").post("/api/v1/sign-out");
        var foreign = owner.with("X-CSRF-Token", "0".repeat(64)).post("/api/v1/sign-out");

        assertThat(without.status()).isEqualTo(403);
        assertThat(without.code()).isEqualTo("csrf-token-missing");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(owner.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void theCsrfTokenOfOneSignInIsWorthNothingInAnother() {
        var first = site.owner();
        String token = first.get("/api/v1/me").json().path("csrfToken").asText();

        assertThat(site.owner()
                        .with("X-CSRF-Token", token)
                        .post("/api/v1/sign-out")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnotherSiteIsRefused() {
        var owner = site.owner();

        assertThat(owner.with("Origin", "http://evil.example")
                        .post("/api/v1/sign-out")
                        .code())
                .isEqualTo("foreign-page");
        assertThat(owner.with("Origin", "null").get("/api/v1/me").code()).isEqualTo("foreign-page");
        assertThat(owner.with("Sec-Fetch-Site", "cross-site").get("/api/v1/me").code())
                .isEqualTo("foreign-page");
        assertThat(owner.with("Sec-Fetch-Site", "same-site").get("/api/v1/me").code())
                .isEqualTo("foreign-page");
        assertThat(owner.with("Origin", site.address.toString())
                        .with("Sec-Fetch-Site", "same-origin")
                        .post("/api/v1/sign-out")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aCommandLineKeyNeedsNoCsrfTokenAndDiesWhenItIsReplaced() {
        String key = site.keys.replace(Site.OWNER).reveal();
        var commandLine = site.browser().with("Authorization", "Bearer " + key);

        assertThat(commandLine.post("/api/v1/sign-in-links").status()).isEqualTo(201);
        assertThat(commandLine.get("/api/v1/me").json().path("csrfToken").isNull())
                .isTrue();

        site.keys.replace(Site.OWNER);
        assertThat(commandLine.get("/api/v1/me").code()).isEqualTo("key-not-known");
    }

    @Test
    void aLinkTheCommandLineAskedForSignsIn() {
        String key = site.keys.replace(Site.OWNER).reveal();
        var made = site.browser().with("Authorization", "Bearer " + key).post("/api/v1/sign-in-links");
        String url = made.json().path("url").asText();

        assertThat(url).startsWith("http://127.0.0.1:8080/login#");
        assertThat(site.browser()
                        .signedIn(url.substring(url.indexOf('#') + 1))
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoeverGuessesHasToWait() {
        for (int i = 0; i < 10; i++) {
            assertThat(site.browser()
                            .post("/api/v1/sign-in", "{\"token\":\"guess\"}")
                            .status())
                    .isEqualTo(401);
        }

        var next = site.browser().post("/api/v1/sign-in", "{\"token\":\"guess\"}");
        assertThat(next.status()).isEqualTo(429);
        assertThat(next.code()).isEqualTo("too-many-attempts");

        site.clock.pass(Duration.ofMinutes(1).plusSeconds(1));
        assertThat(site.owner().get("/api/v1/me").status()).isEqualTo(200);
    }
}
