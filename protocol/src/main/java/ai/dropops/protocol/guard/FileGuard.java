package ai.dropops.protocol.guard;

import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.Change;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.guard.Effect.Kind;
import ai.dropops.protocol.guard.path.PathGlob;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The judgement of file actions, by their path as text. Where the path leads is for the host to see: it judges the
 * place a symbolic link leads to again, and changes nothing through one.
 */
final class FileGuard {
    private static final Pattern OWN = Pattern.compile("/(?:[^/]+/)*\\.dropops(?:/.*)?", Pattern.DOTALL);
    private static final Pattern KERNEL = Pattern.compile("/(?:proc|sys|dev)(?:/.*)?", Pattern.DOTALL);

    private FileGuard() {}

    /** Whether a file is kept at {@code path} by a disk, not by the kernel or by DropOps. */
    static boolean isFile(String path) {
        return outOfReach(path).isEmpty();
    }

    static Verdict judge(FileAction action, HostFacts host, Policy policy) {
        return switch (action) {
            case ReadFile read -> looking(read, "reads", host, policy);
            case ListDirectory list -> looking(list, "lists", host, policy);
            case FileHistory history -> looking(history, "reads the history of", host, policy);
            case Change change -> changing(change, policy);
        };
    }

    private static Verdict looking(FileAction action, String verb, HostFacts host, Policy policy) {
        var effects = List.of(new Effect(Kind.READS, verb, action.path()));
        Optional<String> denied =
                outOfReach(action.path()).or(() -> policy.paths().deniesReading(action.path()));
        if (denied.isPresent()) {
            return new Verdict.Deny(effects, denied.get());
        }
        Optional<PathGlob> secret = policy.paths().sensitive(action.path());
        if (secret.isPresent()) {
            return new Verdict.Ask(
                    Risk.MEDIUM, Profile.LOOK, effects, List.of("may hold secrets (" + secret.get() + ")"));
        }
        return runsUnasked(host, policy)
                ? new Verdict.Allow(Profile.LOOK, effects, List.of("only reads"))
                : new Verdict.Ask(
                        Risk.LOW, Profile.LOOK, effects, List.of("nothing runs without a question on this host"));
    }

    private static boolean runsUnasked(HostFacts host, Policy policy) {
        var confinement = host.confinement();
        return policy.autoApproval().enabled()
                && confinement.profiles().contains(Profile.LOOK)
                && (confinement.scopes() || policy.autoApproval().withoutScopes());
    }

    private static Verdict changing(Change change, Policy policy) {
        List<Effect> effects = effects(change);
        Optional<String> denied = denied(change.path(), policy).or(() -> tooLarge(change, policy));
        return denied.<Verdict>map(reason -> new Verdict.Deny(effects, reason))
                .orElseGet(() -> asking(List.of(change.path()), "changes a file of the host", effects, policy));
    }

    /** Every file it names is judged like one that is restored; the strictest verdict is that of the whole. */
    static Verdict judge(UndoBatch undo, Policy policy) {
        List<Effect> effects = undo.paths().stream()
                .map(path -> new Effect(Kind.WRITES, "takes back what was changed in", path))
                .toList();
        return undo.paths().stream()
                .flatMap(path -> denied(path, policy).stream())
                .findFirst()
                .<Verdict>map(reason -> new Verdict.Deny(effects, reason))
                .orElseGet(() -> asking(undo.paths(), "changes files of the host", effects, policy));
    }

    private static Optional<String> denied(String path, Policy policy) {
        return outOfReach(path)
                .or(() -> policy.paths()
                        .protects(path)
                        .map(glob -> "no file action changes a protected system path (" + glob + ")"))
                .or(() -> policy.paths().deniesWriting(path));
    }

    private static Verdict asking(List<String> paths, String why, List<Effect> effects, Policy policy) {
        return paths.stream()
                .flatMap(path -> policy.paths().sensitive(path).stream())
                .findFirst()
                .<Verdict>map(secret -> new Verdict.Ask(
                        Risk.HIGH, Profile.CHANGE, effects, List.of("changes what may hold secrets (" + secret + ")")))
                .orElseGet(() -> new Verdict.Ask(Risk.MEDIUM, Profile.CHANGE, effects, List.of(why)));
    }

    private static List<Effect> effects(Change change) {
        return switch (change) {
            case WriteFile write -> {
                String verb = write.base().equals(FileAction.ABSENT) ? "creates" : "writes";
                var writes = new Effect(Kind.WRITES, verb, write.path());
                yield write.mode().equals(FileAction.KEEP)
                        ? List.of(writes)
                        : List.of(writes, new Effect(Kind.WRITES, "gives mode " + write.mode() + " to", write.path()));
            }
            case DeleteFile delete -> List.of(new Effect(Kind.DELETES, "deletes", delete.path()));
            case RestoreFile restore -> List.of(new Effect(Kind.WRITES, "restores", restore.path()));
        };
    }

    private static Optional<String> outOfReach(String path) {
        if (OWN.matcher(path).matches()) {
            return Optional.of("this is DropOps' own folder, which no file action reaches");
        }
        return KERNEL.matcher(path).matches()
                ? Optional.of("the kernel's files and devices are for commands, which are confined")
                : Optional.empty();
    }

    private static Optional<String> tooLarge(Change change, Policy policy) {
        return change instanceof WriteFile write && write.content().size() > policy.largestFile()
                ? Optional.of("the content is larger than the " + policy.largestFile() + " bytes the policy allows")
                : Optional.empty();
    }
}
