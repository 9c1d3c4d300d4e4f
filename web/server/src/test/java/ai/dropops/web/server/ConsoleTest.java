package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleTest {
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
    void everyAddressInsideTheConsoleIsItsFirstPage() {
        for (String address : new String[] {"/", "/login", "/operators/op_1", "/a/b/c"}) {
            var got = site.browser().get(address);
            assertThat(got.status()).as(address).isEqualTo(200);
            assertThat(got.header("Content-Type")).as(address).startsWith("text/html");
            assertThat(got.header("Cache-Control")).as(address).isEqualTo("no-cache");
            assertThat(got.response().body()).as(address).contains("<title>");
        }
    }

    @Test
    void aFileWhoseNameChangesWithItsContentIsKeptForEver() {
        var got = site.browser().get("/assets/app-1.js");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.header("Content-Type")).startsWith("application/javascript");
        assertThat(got.header("Cache-Control")).contains("immutable");
        assertThat(site.browser()
                        .with("If-None-Match", got.header("ETag"))
                        .get("/assets/app-1.js")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aFileThatIsNotThereIsNotTheFirstPage() {
        assertThat(site.browser().get("/assets/app-0.js").status()).isEqualTo(404);
        assertThat(site.browser().get("/favicon.ico").status()).isEqualTo(404);
    }

    @Test
    void nothingOutsideTheFolderIsServed() {
        for (String path :
                new String[] {"/..%2flogback-test.xml", "/%2e%2e/reference.conf", "/assets/..%2f..%2freference.conf"}) {
            assertThat(site.browser().get(path).response().body())
                    .as(path)
                    .doesNotContain("appender")
                    .doesNotContain("dropops {");
        }
    }

    @Test
    void aPageCanOnlyBeRead() {
        assertThat(site.browser().post("/").status()).isEqualTo(405);
    }

    @Test
    void theProcessSaysThatItIsUp() {
        assertThat(site.browser().get("/health").json().path("status").asText()).isEqualTo("up");
    }

    @Test
    void aBuildWithoutTheConsoleSaysSo() {
        var answer = new Console(ConsoleTest.class, "/nowhere").answer(HttpRequest.GET("/"));

        assertThat(answer.status().intValue()).isEqualTo(503);
        assertThat(((HttpEntity.Strict) answer.entity()).getData().utf8String()).contains("not part of this build");
    }
}
