package ai.dropops.protocol.guard;

import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.UndoBatch;
import java.util.List;

/** The one judge of actions, used by the control plane before a person is asked and by every host before it acts. */
public final class Guard {
    private Guard() {}

    /**
     * What may become of {@code action} on hosts like {@code host} under {@code policy}; what is not understood asks, and
     * a judgement that fails denies.
     */
    public static Verdict judge(Action action, HostFacts host, Policy policy) {
        try {
            return switch (action) {
                case RunCommand run -> Judgement.of(run, host, policy).verdict();
                case FileAction file -> FileGuard.judge(file, host, policy);
                case UndoBatch undo -> FileGuard.judge(undo, policy);
            };
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return new Verdict.Deny(
                    List.of(),
                    "the guard failed to judge this (" + e.getClass().getSimpleName()
                            + "), so it must not run; write the command more simply");
        }
    }
}
