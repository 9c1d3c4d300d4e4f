package ai.dropops.load.scenario;

import ai.dropops.load.report.Report;
import ai.dropops.load.report.Samples;
import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.EventStream;
import ai.dropops.load.stage.Person;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.Manner;
import ai.dropops.load.swarm.Swarm;
import ai.dropops.load.traffic.Recruitment;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;

/** A broadcast whose hosts print the same but for a few: until a reader has the equal results together. */
final class Fold {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Hosts with one line of their own. */
    private static final int DIFFERING = 3;

    private static final int LINE = 64;

    private final Path folder;
    private final int count;
    private final int bytes;
    private final int runs;
    private final Report report;

    Fold(Path folder, int count, int bytes, int runs, Report report) {
        this.folder = folder;
        this.count = count;
        this.bytes = bytes;
        this.runs = runs;
        this.report = report;
    }

    void run() {
        try (var plane = ControlPlane.start(ControlPlane.Setup.in(folder).withJvm());
                var api = plane.api()) {
            var endpoint = Endpoint.parse(plane.operatorEndpoint());
            var recruits = new Recruitment(api, endpoint, new IdentityFolder(folder.resolve("swarm")), 8).upTo(count);
            var all = recruits.identities();
            try (var usual = new Swarm(
                            endpoint,
                            recruits.authority(),
                            all.subList(DIFFERING, count),
                            Manner.printing(output("usual")));
                    var differing = new Swarm(
                            endpoint,
                            recruits.authority(),
                            all.subList(0, DIFFERING),
                            Manner.printing(output("other")))) {
                usual.dial();
                differing.dial();
                Await.until(
                        "every operator is welcomed",
                        LIMIT,
                        () -> usual.tally().connected() + differing.tally().connected() >= count);
                var person = new Person(api);
                person.wantsToBeAsked();
                person.bindsAll(all.stream()
                        .map(identity -> identity.operator().value())
                        .toList());
                report.add("operators", count, "");
                report.add("bytes each prints", bytes, "");
                measure(person);
            }
        }
    }

    /** Lines that count themselves, the middle one of them made of {@code word}. */
    private String output(String word) {
        var text = new StringBuilder(bytes);
        for (int line = 0; text.length() < bytes; line++) {
            String content = line == bytes / LINE / 2 ? word : "line " + line;
            int width = Math.min(LINE, bytes - text.length()) - 1;
            text.append(("%-" + Math.max(1, width) + "s").formatted(content), 0, width)
                    .append('\n');
        }
        return text.toString();
    }

    private void measure(Person person) {
        var afterResult = new Samples();
        var afterBroadcast = new Samples();
        var marked = new Samples();
        for (int i = 0; i < runs; i++) {
            Folded folded = once(person);
            report.add(
                    "run " + (i + 1) + ": last result → folded", folded.after().toNanos() / 1e6, "ms");
            if (i >= runs / 4) {
                afterResult.add(folded.after());
                afterBroadcast.add(folded.whole());
                marked.add(marked(person.api(), folded.folds()));
            }
        }
        report.add(
                "last result → folded, both at the reader, median of the warm runs",
                afterResult.millis(0.5),
                "ms",
                "≤ 200 ms");
        report.add("the same, slowest", afterResult.millis(1), "ms");
        report.add("approve → folded, median", afterBroadcast.millis(0.5) / 1e3, "s");
        report.add("differing lines of one fold read from two hosts and marked, median", marked.millis(0.5), "ms");
    }

    /** @param after how long after the last host's result */
    private record Folded(Duration after, Duration whole, JsonNode folds) {}

    private Folded once(Person person) {
        var asked = person.asks(Person.proposal("cat status", "all").put("strategy", "parallel"));
        String path = "/batches/" + asked.batchId() + "/events?live=0&folds=true";
        try (var events = new EventStream(person.api().stream(path).body())) {
            Latency.await(events, "batch");
            long begun = System.nanoTime();
            person.approves(asked);
            long last = begun;
            while (true) {
                var event = events.next().orElseThrow(() -> new IllegalStateException("the event stream ended"));
                long now = System.nanoTime();
                if (event.type().equals("execution") && event.data().contains("\"FINISHED\"")) {
                    last = now;
                } else if (event.type().equals("folds")) {
                    JsonNode folds = JSON.readTree(event.data());
                    if (folds.required("ended").asInt() == count) {
                        check(folds);
                        return new Folded(Duration.ofNanos(now - last), Duration.ofNanos(now - begun), folds);
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(JsonNode folds) {
        JsonNode first = folds.required("folds").path(0);
        JsonNode second = folds.required("folds").path(1);
        if (folds.required("distinct").asInt() != 2
                || first.required("count").asInt() != DIFFERING
                || second.required("count").asInt() != count - DIFFERING
                || second.required("stdoutBytes").asInt() != bytes) {
            throw new IllegalStateException("not what the swarm printed: " + folds);
        }
    }

    private static Duration marked(Api api, JsonNode folds) {
        String example = folds.at("/folds/0/hosts/0/executionId").asText();
        long begun = System.nanoTime();
        JsonNode stdout = api.get("/executions/" + example + "/difference?from="
                        + folds.required("usual").asText())
                .ok()
                .required("stdout");
        var took = Duration.ofNanos(System.nanoTime() - begun);
        if (!stdout.required("likeness").asText().equals("SIMILAR")) {
            throw new IllegalStateException("one line differs: " + stdout);
        }
        return took;
    }
}
