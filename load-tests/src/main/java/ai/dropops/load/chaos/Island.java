package ai.dropops.load.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network namespace of its own with one cable to this machine, which can be pulled. Takes root and {@code ip}. */
final class Island implements AutoCloseable {
    private static final String MAINLAND = "10.213.77.1";
    private static final String ADDRESS = "10.213.77.2";

    private final String name;
    private final String outer;
    private final String inner;

    private Island(String name, String outer, String inner) {
        this.name = name;
        this.outer = outer;
        this.inner = inner;
    }

    static boolean isPossible() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/sbin/ip"));
    }

    static Island rise() {
        String id = Long.toString(ProcessHandle.current().pid());
        var island = new Island("dropops-" + id, "dpo" + id, "dpi" + id);
        ip("netns", "add", island.name);
        ip("link", "add", island.outer, "type", "veth", "peer", "name", island.inner, "netns", island.name);
        ip("addr", "add", MAINLAND + "/24", "dev", island.outer);
        ip("link", "set", island.outer, "up");
        ip("-n", island.name, "addr", "add", ADDRESS + "/24", "dev", island.inner);
        ip("-n", island.name, "link", "set", "lo", "up");
        island.cable(true);
        return island;
    }

    /** This machine, as the island sees it. */
    String mainland() {
        return MAINLAND;
    }

    /** The island, as this machine sees it. */
    String address() {
        return ADDRESS;
    }

    /** What a command line is put behind to run there. */
    List<String> wrapper() {
        return List.of("ip", "netns", "exec", name);
    }

    void cable(boolean plugged) {
        ip("-n", name, "link", "set", inner, plugged ? "up" : "down");
    }

    private static void ip(String... arguments) {
        var command = new ArrayList<>(List.of("/usr/sbin/ip"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ip("netns", "delete", name);
    }
}
