package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several hosts that become operators by one token. */
final class ManyHostsTest {
    private static final int HOSTS = 3;

    @TempDir
    Path folder;

    private ControlPlane plane;
    private Cli cli;
    private Api api;
    private final List<RealOperator> operators = new ArrayList<>();

    @BeforeEach
    void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        cli = new Cli(plane.setup().data());
        api = plane.api();
    }

    @AfterEach
    void stop() {
        operators.forEach(RealOperator::close);
        api.close();
        plane.close();
    }

    @Test
    void hostsOfOneTokenLiveOnWithoutIt() throws IOException {
        JsonNode made = made("--uses", "3", "--expires", "1h", "--label", "role=web", "--name", "web-{n}");
        String token = made.required("token").asText();
        String line = made.required("installCommand").asText();
        for (int host = 1; host <= HOSTS; host++) {
            operators.add(RealOperator.finding(plane, session(token), line, folder.resolve("host-" + host)));
        }
        operators.forEach(RealOperator::start);
        Await.until("every host is an operator", () -> active().size() == HOSTS);

        assertThat(new TreeSet<>(api.get("/operators").ok().findValuesAsText("name")))
                .containsExactly("web-1", "web-2", "web-3");
        assertThat(cli.run("links").out()).contains("0 of 3", "used up");

        var tooMany = RealOperator.finding(plane, session(token), line, folder.resolve("host-4"));
        operators.add(tooMany);
        tooMany.start();
        assertThat(tooMany.process().awaitEnd(Duration.ofSeconds(60))).isEqualTo(5);
        assertThat(tooMany.process().log()).contains("As many hosts as this device-link token is for have used it");

        String id = made.required("link").required("id").asText();
        assertThat(cli.run("links", "revoke", id).code()).isZero();
        operators.getFirst().kill();
        // neither key nor token: the host has a key of its own
        var again = RealOperator.finding(plane, Map.of(), line, folder.resolve("host-1"));
        operators.add(again);
        again.start();
        Await.until("it is connected again", again::isConnected);
        Await.until("every host is there again", () -> active().size() == HOSTS);

        var person = new Person(plane.api());
        active().forEach(person::binds);
        var ran = cli.run("run", "--on", "role=web", "--expect", "3", "--approve", "--", "echo one of $((1 + 2))");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().lines().filter(printed -> printed.equals("one of 3")))
                .hasSize(HOSTS);

        assertThat(filesHolding(token.substring(token.lastIndexOf('_') + 1))).isEmpty();
    }

    private JsonNode made(String... options) throws IOException {
        var arguments = new ArrayList<>(List.of("create", "--json"));
        arguments.addAll(List.of(options));
        var exit = cli.run("links", arguments.toArray(String[]::new));
        assertThat(exit.code()).as(exit.err()).isZero();
        return new ObjectMapper().readTree(exit.out());
    }

    private static Map<String, String> session(String token) {
        return Map.of("DROPOPS_OPERATOR_SESSION", token);
    }

    private List<String> active() {
        return api.get("/operators?status=ACTIVE").ok().required("operators").findValuesAsText("id").stream()
                .filter(id -> id.startsWith("op_"))
                .toList();
    }

    /** The logs, data folders and identities of everybody are looked through. */
    private List<Path> filesHolding(String secret) throws IOException {
        var holding = new ArrayList<Path>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
                    holding.add(file);
                }
            }
        }
        return holding;
    }
}
