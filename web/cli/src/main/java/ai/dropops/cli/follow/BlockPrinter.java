package ai.dropops.cli.follow;

import ai.dropops.cli.print.Screen;
import java.util.HashSet;
import java.util.Set;

/** Each host's whole output under its name, in the order in which they finish. */
public final class BlockPrinter implements Printer {
    private final Screen screen;
    private final HostOutput output;
    private final Offsets nothing = new Offsets();
    private final Set<String> shown = new HashSet<>();

    public BlockPrinter(Screen screen, HostOutput output) {
        this.screen = screen;
        this.output = output;
    }

    @Override
    public void show(BatchEvent event, Progress progress) {
        switch (event) {
            case BatchEvent.Whole _ -> showFinished(progress);
            case BatchEvent.Changed(var json) -> show(Execution.of(json), progress);
            case BatchEvent.Output _, BatchEvent.Gap _, BatchEvent.End _ -> {}
        }
    }

    @Override
    public void finish(Progress progress, Offsets told) {
        showFinished(progress);
    }

    private void showFinished(Progress progress) {
        progress.executions().forEach(execution -> show(execution, progress));
    }

    private void show(Execution execution, Progress progress) {
        if (execution.isFinal() && execution.hasBegun() && shown.add(execution.id())) {
            String label = progress.label(execution);
            screen.heading("=== " + label + " ===");
            output.printRest(execution, label, nothing);
        }
    }
}
