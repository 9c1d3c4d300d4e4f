package ai.dropops.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets operators go from the caller's session. */
@Command(name = "unbind", description = "Let operators of your session go.")
final class Unbind implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "TARGET", arity = "1..*", description = "name, host name, id, index or all")
    private List<String> targets = List.of();

    Unbind(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        return Binding.UNBIND.change(targets, dropOps);
    }
}
