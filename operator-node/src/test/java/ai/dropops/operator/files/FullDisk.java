package ai.dropops.operator.files;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program for a mount namespace of its own: writes more to a disk than there is room for, and tells what came of it. */
final class FullDisk {
    private FullDisk() {}

    /** Takes the operator's folder and the one on the small disk. */
    public static void main(String[] folders) throws Exception {
        Path file = Files.writeString(Path.of(folders[1], "config"), "old\n");
        var bench = new Bench(Path.of(folders[0]), Resolution.best());
        var said = bench.writes(file, "x".repeat(90_000));
        System.out.println(said.exitCode() + " " + said.stderr().strip());
        System.out.println(Files.readString(file).strip());
        try (var left = Files.list(file.getParent())) {
            System.out.println(left.count());
        }
    }
}
