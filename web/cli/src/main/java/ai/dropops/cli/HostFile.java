package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.follow.BatchFeed;
import ai.dropops.cli.follow.Execution;
import ai.dropops.cli.follow.HostOutput;
import ai.dropops.cli.follow.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A file as its hosts have it, and what is asked to be done to it. */
record HostFile(DropOps dropOps, ControlPlane controlPlane, FileTarget target) {
    private static final int ABSENT = 2;
    private static final int NOTHING_LIVE = 0;

    /** Asks for {@code action} and follows it to its end. */
    int does(ObjectNode action) {
        var proposed = new Proposing(controlPlane).propose(target.proposal(action));
        return new Following(dropOps, controlPlane, proposed).toTheEnd();
    }

    /** What the file holds now, which is the same on every host; empty where there is none. */
    Optional<byte[]> content() {
        return read(target.action("read-file"));
    }

    /** What the file held in {@code version}; empty where there was none. */
    Optional<byte[]> contentAt(String version) {
        return read(target.action("read-file").put("version", version));
    }

    /** What the file held in {@code version}. */
    byte[] content(String version) {
        return contentAt(version)
                .orElseThrow(() -> new Problem(
                                0, "no-such-version", target.path() + " is absent in " + version, "delete it instead")
                        .refused());
    }

    private Optional<byte[]> read(ObjectNode action) {
        JsonNode proposed = new Proposing(controlPlane).propose(target.proposal(action));
        if (proposed.path("proposal").path("state").asText().equals("PENDING")) {
            dropOps.screen()
                    .note("waiting for somebody's decision about reading it: "
                            + proposed.path("proposal").path("id").asText());
        }
        var progress = new Progress();
        String batch = proposed.path("batchId").asText();
        new BatchFeed(controlPlane, batch, NOTHING_LIVE, dropOps.screen()).follow(progress::hear);
        List<Optional<byte[]>> contents = progress.executions().stream()
                .map(execution -> content(execution, progress))
                .toList();
        if (contents.stream().anyMatch(other -> !isSame(other, contents.getFirst()))) {
            throw new Problem(
                            0,
                            "hosts-differ",
                            target.path() + " is not the same on all of these hosts",
                            "change it on one after the other")
                    .refused();
        }
        return contents.getFirst();
    }

    private Optional<byte[]> content(Execution execution, Progress progress) {
        var output = new HostOutput(controlPlane, dropOps.screen());
        if (execution.succeeded()) {
            byte[] whole = output.whole(execution.id(), "stdout");
            if (whole.length != execution.bytes("stdout")) {
                throw new Problem(
                                0,
                                "not-read",
                                progress.label(execution) + ": " + whole.length + " of " + execution.bytes("stdout")
                                        + " bytes came",
                                "try again")
                        .refused();
            }
            return Optional.of(whole);
        }
        if (execution.exitCode().orElse(0) == ABSENT) {
            return Optional.empty();
        }
        String why = execution.hasBegun()
                ? new String(output.whole(execution.id(), "stderr"), StandardCharsets.UTF_8).strip()
                : execution.fate();
        throw new Problem(0, "not-read", progress.label(execution) + ": " + why, "").refused();
    }

    private static boolean isSame(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() == other.isPresent() && Arrays.equals(one.orElse(null), other.orElse(null));
    }
}
