package ai.dropops.operator.gate;

import ai.dropops.operator.exec.Ended;
import ai.dropops.operator.exec.Running;
import ai.dropops.operator.exec.Shell;
import ai.dropops.operator.files.Cause;
import ai.dropops.operator.files.FileActions;
import ai.dropops.operator.gate.Accounts.Subject;
import ai.dropops.operator.vault.Recording;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.guard.Guard;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs commands; the files their words name as changed are in the ledger as they were before, and as they are left. */
record Commands(Shell shell, FileActions files) {
    /** @param ended when the process has ended, its output is recorded and its files are kept */
    record Started(Runnable cancel, CompletableFuture<Ended> ended) {}

    Started start(Subject subject, RunCommand run, Recording recording) throws IOException {
        var cause = new Cause(subject.execution(), subject.proposal());
        List<String> kept = files.keepBefore(Guard.filesChanged(run), cause);
        Running running = shell.start(subject.execution(), run, recording);
        return new Started(running::cancel, running.ended().thenApply(ended -> {
            files.keepAfter(kept, cause);
            return ended;
        }));
    }
}
