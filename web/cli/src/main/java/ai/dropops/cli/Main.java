package ai.dropops.cli;

import ai.dropops.cli.print.Keyboard;
import ai.dropops.cli.print.Screen;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The dropops command's process. */
public final class Main {
    private static final int BUFFER = 64 * 1024;

    private Main() {}

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        // not System.out: it would hide that nobody reads any more
        var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
        var err = new FileOutputStream(FileDescriptor.err);
        var screen = new Screen(out, err, showsColours(environment), isTerminal(2));
        var dropOps = new DropOps(System.in, screen, environment, Path.of("").toAbsolutePath());
        System.exit(dropOps.run(arguments));
    }

    private static boolean showsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb")
                && isTerminal(1);
    }

    private static boolean isTerminal(int descriptor) {
        Path stream = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(stream)) {
            return Keyboard.isThere();
        }
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
