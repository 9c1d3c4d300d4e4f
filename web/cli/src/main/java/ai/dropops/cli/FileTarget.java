package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which file of which hosts is meant, and what is said to whoever decides about it. */
final class FileTarget {
    @Option(
            names = "--on",
            paramLabel = "TARGET",
            required = true,
            description = "all, names, ids, indexes, web-*, role=web, os=linux, @group; joined by & | ! ( ) and commas")
    private String on = "";

    @Mixin
    private final Decision decision = new Decision();

    @Parameters(paramLabel = "PATH", description = "absolute, and not through a symbolic link")
    private String path = "";

    String path() {
        return path;
    }

    ObjectNode action(String type) {
        return Json.object().put("type", type).put("path", path);
    }

    ObjectNode proposal(ObjectNode action) {
        return decision.about(on, action);
    }
}
