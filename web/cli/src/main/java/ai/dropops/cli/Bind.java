package ai.dropops.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Binds operators to the caller's session. */
@Command(name = "bind", description = "Bind operators to your session, so that you can run commands on them.")
final class Bind implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "TARGET", arity = "1..*", description = "name, host name, id, index or all")
    private List<String> targets = List.of();

    Bind(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        return Binding.BIND.change(targets, dropOps);
    }
}
