package ai.dropops.cli.follow;

import ai.dropops.cli.print.Screen;

/** How many hosts have answered while a batch runs, and then its results, equal ones together. */
public final class FoldPrinter implements Printer {
    private static final long EVERY_NANOS = 200_000_000;

    private final Screen screen;
    private final FoldedResults results;
    private long saidAt = System.nanoTime() - EVERY_NANOS;

    public FoldPrinter(Screen screen, FoldedResults results) {
        this.screen = screen;
        this.results = results;
    }

    @Override
    public void show(BatchEvent event, Progress progress) {
        long now = System.nanoTime();
        if (now - saidAt >= EVERY_NANOS) {
            saidAt = now;
            screen.status(line(progress));
        }
    }

    @Override
    public void finish(Progress progress, Offsets told) {
        screen.status("");
        if (progress.executions().stream().anyMatch(Execution::hasBegun)) {
            results.print(progress.batch().path("id").asText());
        }
    }

    private static String line(Progress progress) {
        int hosts = progress.executions().size();
        int ended = 0;
        int succeeded = 0;
        int running = 0;
        for (Execution execution : progress.executions()) {
            ended += execution.isFinal() ? 1 : 0;
            succeeded += execution.succeeded() ? 1 : 0;
            running += execution.state().equals("RUNNING") ? 1 : 0;
        }
        return "%d of %d hosts (%d %%): %d ok, %d not, %d running"
                .formatted(ended, hosts, hosts == 0 ? 0 : 100L * ended / hosts, succeeded, ended - succeeded, running);
    }
}
