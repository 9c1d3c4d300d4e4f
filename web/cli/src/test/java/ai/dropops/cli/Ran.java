package ai.dropops.cli;

import ai.dropops.cli.print.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** What one command printed and ended with. */
record Ran(int exitCode, String out, String err) {
    static Ran of(FakeControlPlane controlPlane, String... arguments) {
        return of(Map.of("DROPOPS_URL", controlPlane.url(), "DROPOPS_TOKEN", "secret"), arguments);
    }

    static Ran of(Map<String, String> environment, String... arguments) {
        return reading("", environment, arguments);
    }

    /** @param input what is on standard input */
    static Ran reading(String input, Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var screen = new Screen(out, err, false);
        int code = new DropOps(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        screen,
                        environment,
                        Path.of("/nonexistent"))
                .run(arguments);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
