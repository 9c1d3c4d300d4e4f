package ai.dropops.cli.follow;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.print.Screen;
import com.fasterxml.jackson.databind.JsonNode;

/** Each event as one line of JSON, its name in {@code event}; output in base64. */
public final class JsonPrinter implements Printer {
    private final Screen screen;

    public JsonPrinter(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void show(BatchEvent event, Progress progress) {
        switch (event) {
            case BatchEvent.Whole(var batch) -> line("batch", batch);
            case BatchEvent.Changed(var execution) -> line("execution", execution);
            case BatchEvent.Output(var execution, var stream, var offset, var data) ->
                line(
                        "output",
                        Json.object()
                                .put("executionId", execution)
                                .put("stream", stream)
                                .put("offset", offset)
                                .put("data", data.array()));
            case BatchEvent.Gap(var execution, var stream, var from, var to) ->
                line(
                        "gap",
                        Json.object()
                                .put("executionId", execution)
                                .put("stream", stream)
                                .put("from", from)
                                .put("to", to));
            case BatchEvent.End(var state) -> line("end", Json.object().put("state", state));
        }
    }

    @Override
    public void finish(Progress progress, Offsets told) {}

    public void line(String name, JsonNode data) {
        screen.json(Json.object().put("event", name).set("data", data));
    }
}
