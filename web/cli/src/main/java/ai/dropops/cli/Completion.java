package ai.dropops.cli;

import ai.dropops.cli.print.Screen;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete our commands. */
@Command(name = "completion", description = "Print shell completion: source <(dropops completion bash)")
final class Completion implements Callable<Integer> {
    /** The shells we can complete in. */
    enum Shell {
        bash
    }

    private final Screen screen;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    Completion(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (spec != null && shell != null) {
            screen.line(AutoComplete.bash("dropops", new CommandLine(spec.root())));
        }
        return ExitCode.OK;
    }
}
