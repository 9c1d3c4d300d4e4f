package ai.dropops.operator.agent;

import ai.dropops.operator.cli.CommandLine;
import ai.dropops.operator.cli.Exit;
import ai.dropops.operator.cli.Help;
import ai.dropops.operator.cli.Logging;
import ai.dropops.operator.cli.Problem;
import ai.dropops.operator.cli.Request;
import ai.dropops.operator.cli.Settings;
import ai.dropops.operator.cli.Task;
import ai.dropops.operator.cli.Upkeep;
import ai.dropops.operator.gate.Gate;
import ai.dropops.operator.host.Host;
import ai.dropops.operator.link.Proxy;
import ai.dropops.operator.vault.Folder;
import ai.dropops.operator.vault.VaultDamaged;
import ai.dropops.operator.vault.VaultLocked;
import ai.dropops.protocol.action.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The operator process. It is meant to run as {@code java -XX:+UseSerialGC -Xmx64m -XX:+UseCompactObjectHeaders -jar
 * operator-node.jar}; nothing in it grows with the output it carries.
 */
public final class Main {
    private static final long SHUTDOWN_SECONDS = 30;
    private static final String SQLITE_FOLDER = "org.sqlite.tmpdir";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments)).code());
    }

    private static Exit run(List<String> arguments) throws InterruptedException {
        return switch (CommandLine.parse(arguments, System.getenv())) {
            case Request.ShowHelp _ -> print(Help.text());
            case Request.ShowVersion _ -> print(Help.version());
            case Request.Wrong(Problem problem) -> fail(problem);
            case Request.Tend(Task task) -> tend(task);
            case Request.Run(Settings settings) -> operate(settings);
        };
    }

    private static Exit tend(Task task) {
        Path path = path();
        return switch (Folder.open(path)) {
            case Folder.Opening.InUse _ -> fail(inUse(path));
            case Folder.Opening.Unusable(Path _, String why) -> fail(unusable(path, why));
            case Folder.Opening.Opened(Folder folder) -> {
                System.setProperty(SQLITE_FOLDER, folder.path().toString());
                yield new Upkeep(folder, System.out, Clock.systemUTC())
                        .carryOut(task)
                        .map(Main::fail)
                        .orElse(Exit.OK);
            }
        };
    }

    private static Path path() {
        return Path.of(".dropops", "data").toAbsolutePath();
    }

    private static Problem inUse(Path path) {
        return new Problem(
                Exit.FOLDER_IN_USE, "another operator runs in " + path, "stop it, or start this one in another folder");
    }

    private static Problem unusable(Path path, String why) {
        return new Problem(
                Exit.NO_PERMISSION,
                "cannot keep records in " + path + ": " + why,
                "start in a folder this user can write");
    }

    private static Exit operate(Settings settings) throws InterruptedException {
        Logging.configure(settings.log());
        Path path = path();
        if (settings.credential().isEmpty() && !Identity.isSelfReliant(path.resolve("identity"))) {
            return fail(new Problem(
                    Exit.BAD_INPUT,
                    "no API key",
                    "set " + CommandLine.KEY_VARIABLE + " to one from the console, or " + CommandLine.SESSION_VARIABLE
                            + " to a token for many hosts"));
        }
        // tried out while the rest begins
        var confinement = CompletableFuture.supplyAsync(
                () -> Gate.confinement(path.resolveSibling("")),
                trial -> Thread.ofPlatform().daemon().name("confinement").start(trial));
        return switch (Folder.open(path)) {
            case Folder.Opening.InUse _ -> fail(inUse(path));
            case Folder.Opening.Unusable(Path _, String why) -> fail(unusable(path, why));
            case Folder.Opening.Opened(Folder folder) -> operate(settings, folder, confinement);
        };
    }

    private static Exit operate(Settings settings, Folder folder, CompletableFuture<Confinement> confinement)
            throws InterruptedException {
        Path file = Path.of(".dropops", "policy.yaml").toAbsolutePath();
        return switch (LocalPolicy.read(file)) {
            case LocalPolicy.Broken(String why) ->
                fail(new Problem(
                        Exit.BAD_INPUT,
                        "the policy of this host, " + file + ", cannot be obeyed: " + why,
                        "correct it; nothing runs until then"));
            case LocalPolicy.InForce local -> operate(settings, folder, local, confinement);
        };
    }

    private static Exit operate(
            Settings settings, Folder folder, LocalPolicy.InForce local, CompletableFuture<Confinement> confinement)
            throws InterruptedException {
        // the database's native library is unpacked where only this user can put files, and may be executable
        System.setProperty(SQLITE_FOLDER, folder.path().toString());
        try {
            var agent = new Agent(
                    settings,
                    local,
                    Proxy.of(System.getenv()),
                    folder,
                    new Host(Help.version(), System.getenv(), confinement::join),
                    Help.version(),
                    Clock.systemUTC());
            var over = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endOrderly(agent, over), "shutdown"));
            try {
                return agent.live();
            } finally {
                over.countDown();
            }
        } catch (IllegalArgumentException e) {
            return fail(new Problem(Exit.BAD_INPUT, String.valueOf(e.getMessage()), ""));
        } catch (VaultLocked e) {
            return fail(Upkeep.locked(e, false));
        } catch (VaultDamaged e) {
            return fail(new Problem(
                    Exit.VAULT,
                    String.valueOf(e.getMessage()),
                    "put it back if you moved it; else keep a copy, destroy it with --reset-vault and start with a new API"
                            + " key, so that nothing it has run can run again"));
        } catch (IOException e) {
            return fail(new Problem(Exit.FAILED, e.getClass().getSimpleName() + ": " + e.getMessage(), ""));
        }
    }

    /** A signal has ended the process: what runs is ended and accounted for first. */
    private static void endOrderly(Agent agent, CountDownLatch over) {
        if (over.getCount() == 0) {
            return;
        }
        agent.stop();
        try {
            boolean orderly = over.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt((orderly ? Exit.OK : Exit.FAILED).code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Exit print(String text) {
        System.out.println(text);
        return Exit.OK;
    }

    private static Exit fail(Problem problem) {
        System.err.println(problem.line());
        return problem.exit();
    }
}
