package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.web.auth.Access;
import ai.dropops.web.auth.Endpoint;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document and the endpoints say the same, both ways. */
final class OpenApiTest {
    private static final int FLOOR = 25;

    @TempDir
    static Path temporary;

    private static Stage stage;
    private static JsonNode document;

    @BeforeAll
    static void open() {
        stage = new Stage(temporary);
        document = new Browser(stage.address).get("/api/v1/openapi.json").json();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void everyEndpointIsInTheDocumentAndEveryOperationIsAnEndpoint() {
        var endpoints = stage.endpoints().stream().map(Endpoint::name).collect(Collectors.toCollection(TreeSet::new));
        var operations = new TreeSet<String>();
        forEachOperation((name, _) -> operations.add(name));

        assertThat(operations).isEqualTo(endpoints).hasSizeGreaterThanOrEqualTo(FLOOR);
    }

    @Test
    void everyQueryParameterIsInTheDocumentAndNoOther() {
        forEachOperation((name, operation) -> {
            Endpoint endpoint = endpoint(name);
            Set<String> documented = new TreeSet<>();
            operation.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("query")) {
                    documented.add(parameter.path("name").asText());
                }
            });
            assertThat(documented).as(name).isEqualTo(new TreeSet<>(endpoint.parameters()));
        });
    }

    @Test
    void whatIsTakenOnceSaysSo() {
        var once = new ArrayList<String>();
        forEachOperation((name, operation) -> {
            Set<String> stamps = new TreeSet<>();
            operation
                    .path("parameters")
                    .forEach(parameter -> stamps.add(parameter.path("$ref").asText()));
            stamps.remove("");
            assertThat(stamps)
                    .as(name)
                    .isEqualTo(
                            endpoint(name).once()
                                    ? Set.of("#/components/parameters/Timestamp", "#/components/parameters/Nonce")
                                    : Set.of());
            if (endpoint(name).once()) {
                once.add(name);
            }
        });
        assertThat(once)
                .contains(
                        "POST /proposals",
                        "POST /approvals/{id}/approve",
                        "POST /approvals/{id}/deny",
                        "POST /operators",
                        "POST /operators/{id}/key",
                        "POST /operators/{id}/key/revoke");
    }

    @Test
    void whatNeedsNoSignInSaysSo() {
        forEachOperation(
                (name, operation) -> assertThat(operation.path("security").isArray()
                                && operation.path("security").isEmpty())
                        .as(name)
                        .isEqualTo(endpoint(name).access() == Access.ANYONE));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var references = new ArrayList<String>();
        collectReferences(document, references);

        assertThat(references).hasSizeGreaterThan(FLOOR);
        for (String reference : references) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    void everyOperationHasAnIdOfItsOwnAndNamesProblems() {
        var ids = new ArrayList<String>();
        forEachOperation((name, operation) -> {
            ids.add(operation.path("operationId").asText());
            assertThat(operation.at("/responses/default/$ref").asText())
                    .as(name)
                    .endsWith("Problem");
        });

        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    private interface Visitor {
        void visit(String name, JsonNode operation);
    }

    private static void forEachOperation(Visitor visitor) {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> !member.getKey().equals("parameters"))
                        .forEach(operation -> visitor.visit(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    }

    private static Endpoint endpoint(String name) {
        return stage.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name));
    }

    private static void collectReferences(JsonNode node, List<String> references) {
        if (node.isObject() && node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collectReferences(child, references));
    }
}
