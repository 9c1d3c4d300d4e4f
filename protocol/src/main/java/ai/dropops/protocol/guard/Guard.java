package ai.dropops.protocol.guard;

import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.guard.classify.Classification;
import ai.dropops.protocol.guard.path.Wildcards;
import java.util.List;

/** The one judge of actions, used by the control plane before a person is asked and by every host before it acts. */
public final class Guard {
    /** How many of the files a command changes are kept and can be taken back. */
    public static final int MOST_FILES = 16;

    private Guard() {}

    /**
     * The files a command names as written or deleted, each by one absolute path, in the order of their weight and at most
     * {@value #MOST_FILES}; what it names by a pattern, by a variable or from a folder nobody told is not among them.
     */
    public static List<String> filesChanged(RunCommand run) {
        try {
            return Judgement.effects(Classification.of(run.command(), run.cwd(), run.env())).stream()
                    .filter(effect -> effect.kind() == Effect.Kind.WRITES || effect.kind() == Effect.Kind.DELETES)
                    .map(Effect::object)
                    .filter(Guard::namesOneFile)
                    .distinct()
                    .limit(MOST_FILES)
                    .toList();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return List.of();
        }
    }

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

    /** A home nobody knows the name of is {@code /home/~} in an effect. */
    private static boolean namesOneFile(String path) {
        return FileAction.isPath(path)
                && !Wildcards.hasWildcard(path)
                && !path.startsWith("/home/~")
                && FileGuard.isFile(path);
    }
}
