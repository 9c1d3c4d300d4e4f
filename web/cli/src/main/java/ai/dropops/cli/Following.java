package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.follow.BatchEvent;
import ai.dropops.cli.follow.BatchFeed;
import ai.dropops.cli.follow.BlockPrinter;
import ai.dropops.cli.follow.Execution;
import ai.dropops.cli.follow.FoldPrinter;
import ai.dropops.cli.follow.FoldedResults;
import ai.dropops.cli.follow.HostOutput;
import ai.dropops.cli.follow.JsonPrinter;
import ai.dropops.cli.follow.LivePrinter;
import ai.dropops.cli.follow.Printer;
import ai.dropops.cli.follow.Progress;
import ai.dropops.cli.print.Screen;
import com.fasterxml.jackson.databind.JsonNode;

/** A proposed batch from its question to its last byte. */
final class Following {
    private static final int MOST_LIVE = 64;
    /** Beyond so many hosts nobody reads every output. */
    private static final int MOST_EACH = 16;

    private final DropOps dropOps;
    private final Screen screen;
    private final ControlPlane controlPlane;
    private final JsonNode proposed;
    private final Question question;
    private final String batch;
    private final Progress progress = new Progress();

    /** @param proposed the control plane's answer to a proposal */
    Following(DropOps dropOps, ControlPlane controlPlane, JsonNode proposed) {
        this.dropOps = dropOps;
        this.screen = dropOps.screen();
        this.controlPlane = controlPlane;
        this.proposed = proposed;
        this.question = new Question(proposed.path("proposal"));
        this.batch = proposed.path("batchId").asText();
    }

    /** Shows everything and answers the exit code of {@code run}. */
    int toTheEnd() {
        if (dropOps.wantsJson()) {
            new JsonPrinter(screen).line("proposed", proposed);
        } else if (question.state().equals("PENDING")) {
            sayWhereItWaits();
        }
        Interrupts.onFirst(this::stop);
        Printer printer = printer();
        var feed = new BatchFeed(controlPlane, batch, live(), screen);
        var halting = new Halting(controlPlane, screen, batch);
        feed.follow(event -> {
            progress.hear(event);
            if (event instanceof BatchEvent.Whole(var whole) && !dropOps.wantsJson()) {
                halting.hear(whole);
            }
            printer.show(event, progress);
        });
        printer.finish(progress, feed.offsets());
        if (progress.batch().path("startedAt").asText("").isEmpty()) {
            sayWhyItNeverBegan();
        }
        return new Summary(progress).tell(screen);
    }

    private int targets() {
        return question.json().path("targetCount").asInt();
    }

    private boolean inParallel() {
        return question.json().path("limits").path("atOnce").asInt() > 1;
    }

    private Printer printer() {
        var output = new HostOutput(controlPlane, screen);
        if (dropOps.wantsJson()) {
            return new JsonPrinter(screen);
        }
        if (isFolded()) {
            return new FoldPrinter(screen, new FoldedResults(controlPlane, screen));
        }
        return targets() > 1 && inParallel()
                ? new BlockPrinter(screen, output)
                : new LivePrinter(screen, output, targets() > 1);
    }

    private boolean isFolded() {
        return targets() > MOST_EACH && !dropOps.wantsJson();
    }

    private int live() {
        if (isFolded()) {
            return 0;
        }
        boolean inBlocks = targets() > 1 && inParallel() && !dropOps.wantsJson();
        return inBlocks ? 0 : Math.min(targets(), MOST_LIVE);
    }

    private void sayWhereItWaits() {
        screen.note("waiting for somebody's decision about " + question.id());
        question.explain(screen);
        screen.plainNote("  decide in the console  " + controlPlane.page("/approvals/" + question.id()));
        screen.plainNote("  or here                dropops approve " + question.id());
    }

    private void sayWhyItNeverBegan() {
        var decided = Question.read(controlPlane, question.id()).json();
        String feedback = decided.path("feedback").asText("");
        String how = switch (decided.path("state").asText()) {
            case "DENIED" ->
                "was denied by " + decided.path("decidedBy").path("name").asText("somebody")
                        + (feedback.isEmpty() ? "" : ": " + feedback);
            case "EXPIRED" -> "was not decided in time";
            default -> "";
        };
        if (!how.isEmpty()) {
            throw new Problem(0, "not-approved", question.id() + " " + how, "nothing ran").refused();
        }
    }

    /** The answer to Ctrl-C: nothing that has not begun begins, and what runs is ended. */
    private void stop() {
        boolean waits = progress.batch().path("state").asText("WAITING").equals("WAITING");
        screen.note((waits ? "withdrawing " + question.id() : "cancelling " + batch)
                + "; press Ctrl-C again to leave it as it is");
        try {
            if (waits) {
                question.deny(controlPlane, "withdrawn by its proposer");
            } else {
                controlPlane.post("/batches/" + batch + "/cancel");
            }
        } catch (Refused e) {
            screen.note(e.problem().line());
        }
    }

    /** What is said when all is over. */
    private record Summary(Progress progress) {
        int tell(Screen screen) {
            if (progress.executions().size() == 1) {
                return one(screen, progress.executions().iterator().next());
            }
            screen.note(new Outcomes(progress).line());
            return progress.executions().stream().allMatch(Execution::succeeded) ? ExitCode.OK : ExitCode.ERROR;
        }

        private int one(Screen screen, Execution execution) {
            if (execution.exitCode().isPresent()) {
                return execution.exitCode().getAsInt();
            }
            screen.note(progress.label(execution) + ": " + execution.fate());
            return ExitCode.NOT_RUN;
        }
    }
}
