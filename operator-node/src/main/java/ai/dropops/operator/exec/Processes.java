package ai.dropops.operator.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every process of the host at one moment, as /proc shows them. */
record Processes(List<Entry> all) {
    private static final int OWN = Math.toIntExact(ProcessHandle.current().pid());

    Processes {
        all = List.copyOf(all);
    }

    /**
     * One process.
     *
     * @param started in clock ticks since boot; with the pid it names one process and no later one
     */
    record Entry(int pid, char state, int parent, int session, long started) {
        boolean isZombie() {
            return state == 'Z' || state == 'X';
        }

        boolean isOurs() {
            return parent == OWN;
        }

        /** Whether its environment holds {@code variable}, of the form NAME=value, as far as it can be read. */
        boolean carries(String variable) {
            try {
                byte[] environment = Files.readAllBytes(Path.of("/proc", Integer.toString(pid), "environ"));
                return CommandEnvironment.split(environment).stream()
                        .anyMatch(entry -> new String(entry, StandardCharsets.ISO_8859_1).equals(variable));
            } catch (IOException e) {
                return false;
            }
        }
    }

    static Processes now() {
        var entries = new ArrayList<Entry>();
        try (var folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path folder : folders) {
                read(folder).ifPresent(entries::add);
            }
        } catch (IOException e) {
            return new Processes(List.of());
        }
        return new Processes(entries);
    }

    /** The process {@code pid}, if it is there. */
    static Optional<Entry> find(int pid) {
        return read(Path.of("/proc", Integer.toString(pid)));
    }

    private static Optional<Entry> read(Path folder) {
        try {
            String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            // the name in parentheses may hold anything, parentheses and spaces too
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new Entry(
                    Integer.parseInt(folder.getFileName().toString()),
                    fields[0].charAt(0),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[3]),
                    Long.parseLong(fields[19])));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
