package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BusyTest {
    @TempDir
    Path temporary;

    @Test
    void anEntityThatDoesNotAnswerIsSaidWithWhatToDo() {
        try (var stage = new Stage(temporary)) {
            var got = stage.owner()
                    .post(
                            "/api/v1/proposals",
                            "{\"action\":{\"type\":\"run-command\",\"command\":\"echo\"},\"targets\":\"all\"}");

            assertThat(got.status()).isEqualTo(503);
            assertThat(got.code()).isEqualTo("no-answer-in-time");
            assertThat(got.json().path("advice").asText()).contains("Idempotency-Key");
        }
    }

    @Test
    void aProposalThatMakesNoSenseIsRefusedBeforeAnybodyIsAsked() {
        try (var stage = new Stage(temporary)) {
            var owner = stage.owner();
            for (String body : new String[] {
                "{\"action\":{\"type\":\"run-command\",\"command\":\" \"},\"targets\":\"all\"}",
                "{\"action\":{\"type\":\"run-command\",\"command\":\"a\\u0000b\"},\"targets\":\"all\"}",
                "{\"action\":{\"type\":\"run-command\",\"command\":\"ls\",\"cwd\":\"here\"},\"targets\":\"all\"}",
                "{\"action\":{\"type\":\"run-command\",\"command\":\"ls\",\"env\":{\"1x\":\"\"}},\"targets\":\"all\"}",
                "{\"action\":{\"type\":\"erase\",\"command\":\"ls\"},\"targets\":\"all\"}",
                "{\"action\":{\"type\":\"run-command\",\"command\":\"ls\"},\"targets\":\"all\",\"strategy\":\"random\"}",
                "{\"action\":{\"type\":\"run-command\",\"command\":\"ls\"},\"targets\":\"all\",\"validSeconds\":-1}",
                "{\"action\":{\"type\":\"run-command\",\"command\":\"ls\"}}"
            }) {
                var got = owner.post("/api/v1/proposals", body);
                assertThat(got.status()).as(body).isEqualTo(400);
                assertThat(got.json().path("detail").asText()).as(body).isNotBlank();
            }
        }
    }
}
