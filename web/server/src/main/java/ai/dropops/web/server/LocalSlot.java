package ai.dropops.web.server;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.api.Slots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The slot of the operator on this host: its key in a file of ours, and how its process is started. */
record LocalSlot(Path folder, ApiKey key) {
    private static final String NAME = "local";
    private static final String KEY_FILE = "local-operator/operator.key";
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-XX:+UseCompactObjectHeaders",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    /** The slot whose key lies in {@code data}; a new key is put there first, so that a slot never lacks its key. */
    static LocalSlot in(DataFolder data, Slots slots) throws IOException {
        Path folder = data.path().resolve("local-operator");
        if (Files.notExists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path file = data.path().resolve(KEY_FILE);
        if (Files.notExists(file)) {
            data.write(KEY_FILE, (slots.freshKey().text().reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new LocalSlot(folder, ApiKey.parse(Files.readString(file).strip()));
    }

    /** Opens the slot, unless it is there already. */
    CompletionStage<?> open(WorkspaceId workspace, Slots slots) {
        return slots.open(workspace, NAME, Kind.SOLO, key);
    }

    /**
     * How its process is started.
     *
     * @param jar the operator's, with its libraries beside it
     * @param authority the digest of the certificate it has to find
     * @param output where what it prints goes
     */
    LocalOperator.Launch launch(Path jar, String endpoint, Digest authority, Path output) {
        String mark = "-Ddropops.local-operator=" + folder;
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), mark));
        command.addAll(FLAGS);
        command.addAll(List.of("-jar", jar.toString(), "-e", endpoint, "--ca-sha256", authority.hex()));
        return new LocalOperator.Launch(command, mark, folder, output, key.text(), folder.resolve("operator.key"));
    }
}
