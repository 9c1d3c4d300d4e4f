package ai.dropops.cli.follow;

import ai.dropops.cli.print.Screen;

/** Output as it comes; where there are several hosts, under the name of each. */
public final class LivePrinter implements Printer {
    private final Screen screen;
    private final HostOutput output;
    private final boolean headed;
    private String current = "";

    public LivePrinter(Screen screen, HostOutput output, boolean headed) {
        this.screen = screen;
        this.output = output;
        this.headed = headed;
    }

    @Override
    public void show(BatchEvent event, Progress progress) {
        switch (event) {
            case BatchEvent.Output(var execution, var stream, var _, var data) -> {
                head(execution, progress);
                if (stream.equals("stdout")) {
                    screen.write(data.array());
                } else {
                    screen.writeError(data.array(), 0, data.size());
                }
            }
            case BatchEvent.Gap(var execution, var stream, var from, var to) -> {
                head(execution, progress);
                screen.note("the bytes from " + from + " to " + to + " of " + stream + " were not kept on the host");
            }
            case BatchEvent.Changed(var json) -> {
                var execution = Execution.of(json);
                if (execution.hasBegun() && current.isEmpty()) {
                    head(execution.id(), progress);
                }
            }
            case BatchEvent.Whole _, BatchEvent.End _ -> {}
        }
    }

    @Override
    public void finish(Progress progress, Offsets told) {
        for (Execution execution : progress.executions()) {
            boolean complete = told.of(execution.id(), "stdout") >= execution.stdoutBytes()
                    && told.of(execution.id(), "stderr") >= execution.stderrBytes();
            if (!complete) {
                head(execution.id(), progress);
                output.printRest(execution, progress.label(execution), told);
            }
        }
    }

    private void head(String id, Progress progress) {
        if (headed && !current.equals(id)) {
            current = id;
            progress.execution(id).map(progress::label).ifPresent(label -> screen.heading("=== " + label + " ==="));
        }
    }
}
