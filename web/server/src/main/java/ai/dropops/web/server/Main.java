package ai.dropops.web.server;

import ai.dropops.persistence.schema.StartupRefused;
import java.nio.file.Path;
import java.util.List;

/** The control plane's process. */
public final class Main {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final String LOGS = "dropops.logs";

    private Main() {}

    public static void main(String[] arguments) {
        List<String> rest = List.of(arguments);
        if (!rest.isEmpty() && rest.getFirst().equals("up")) {
            rest = rest.subList(1, rest.size());
        }
        if (rest.contains("--help") || rest.contains("-h")) {
            System.out.println(UpOptions.USAGE);
            return;
        }
        up(parsed(rest));
    }

    private static void up(UpOptions options) {
        logInto(options.data());
        ControlPlane plane = started(options);
        plane.closeWithTheProcess();
        plane.end().thenRun(() -> System.exit(FAILED));
        // on a thread of its own: the one that answers the request has to end with the process
        plane.drained().thenRunAsync(() -> System.exit(0), task -> new Thread(task, "drain").start());
        System.out.println(plane.welcome());
    }

    /** Told before anything that logs is touched: logback.xml asks for it. */
    private static void logInto(Path data) {
        System.setProperty(LOGS, data.toAbsolutePath().resolve("logs").toString());
    }

    private static UpOptions parsed(List<String> arguments) {
        try {
            return UpOptions.parse(arguments);
        } catch (StartupRefused e) {
            throw end(BAD_INPUT, e.getMessage() + " " + e.advice());
        }
    }

    private static ControlPlane started(UpOptions options) {
        try {
            return ControlPlane.start(options);
        } catch (StartupRefused e) {
            throw end(FAILED, e.getMessage() + " " + e.advice());
        } catch (RuntimeException e) {
            Path log = options.data().resolve("logs").resolve("server.log");
            throw end(FAILED, "The control plane cannot start: " + e + ". " + log + " may say more.");
        }
    }

    /** Ends the process; declared to return so that callers can say that nothing follows. */
    private static Error end(int code, String line) {
        System.err.println("dropops: " + line);
        System.exit(code);
        return new AssertionError("the process has ended");
    }
}
