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
    private static final int NETWORKS = 250;

    private final String name;
    private final String outer;
    private final String inner;
    private final String network;

    private Island(long id) {
        this.name = "dropops-" + id;
        this.outer = "dpo" + id;
        this.inner = "dpi" + id;
        this.network = "10.213." + id % NETWORKS;
    }

    static boolean isPossible() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/sbin/ip"));
    }

    static Island rise() {
        var island = new Island(ProcessHandle.current().pid());
        ip("netns", "add", island.name);
        ip("link", "add", island.outer, "type", "veth", "peer", "name", island.inner, "netns", island.name);
        ip("addr", "add", island.mainland() + "/24", "dev", island.outer);
        ip("link", "set", island.outer, "up");
        ip("-n", island.name, "addr", "add", island.address() + "/24", "dev", island.inner);
        ip("-n", island.name, "link", "set", "lo", "up");
        island.cable(true);
        return island;
    }

    /** This machine, as the island sees it. */
    String mainland() {
        return network + ".1";
    }

    /** The island, as this machine sees it. */
    String address() {
        return network + ".2";
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
