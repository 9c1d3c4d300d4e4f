package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Screen;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a command takes. */
@Command(name = "help", description = "Show what a command takes.")
final class Help implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "a command and its own commands")
    private String[] names = {};

    @Spec
    private @Nullable CommandSpec spec;

    Help(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine command = spec.root().commandLine();
            for (String name : names) {
                command = command.getSubcommands().get(name);
                if (command == null) {
                    throw Problem.badInput("there is no command '" + name + "'", "see dropops help")
                            .refused();
                }
            }
            screen.text(command.getUsageMessage());
        }
        return ExitCode.OK;
    }
}
