package ai.dropops.persistence.secrets;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.protocol.identity.SealingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The 32 bytes every other secret is wrapped by: from the environment, a command it names, or a file beside the database. */
final class MasterKey {
    static final String VARIABLE = "DROPOPS_MASTER_KEY";
    static final String COMMAND = "DROPOPS_MASTER_KEY_COMMAND";
    private static final int COMMAND_SECONDS = 20;
    private static final String FILE = "master.key";
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final byte[] bytes;
    private final String origin;

    private MasterKey(byte[] bytes, String origin) {
        this.bytes = bytes;
        this.origin = origin;
    }

    /** The key this control plane was given, if any. */
    static Optional<MasterKey> find(DataFolder folder, Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        if (given != null) {
            return Optional.of(parse(given, "the variable " + VARIABLE));
        }
        String command = environment.get(COMMAND);
        if (command != null) {
            return Optional.of(parse(printed(command), "what " + COMMAND + " prints"));
        }
        Path file = folder.path().resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new StartupRefused(
                        "The master key " + file + " can be read by other users.",
                        "If nobody has read it: chmod 600 " + file + ". If somebody may have, its secrets are known.");
            }
            return Optional.of(parse(Files.readString(file), "the file " + file));
        } catch (IOException e) {
            throw new StartupRefused(
                    "The master key " + file + " cannot be read: " + e.getMessage() + ".",
                    "Give this user the right to read it, or set " + VARIABLE + ".",
                    e);
        }
    }

    /** What {@code command} prints to the one who asks; what it complains of goes to the terminal. */
    private static String printed(String command) {
        try {
            var process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed("does not end within " + COMMAND_SECONDS + " s", null);
            }
            if (process.exitValue() != 0) {
                throw failed("ended with " + process.exitValue(), null);
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw failed("cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted", e);
        }
    }

    private static StartupRefused failed(String how, @Nullable Throwable cause) {
        return new StartupRefused(
                "The command for the master key " + how + ".",
                "Correct " + COMMAND + ": it has to print the base64 text of 32 bytes.",
                cause);
    }

    /** A fresh key, kept in its file. */
    static MasterKey make(DataFolder folder, SecureRandom random) {
        var bytes = new byte[SealingKey.SIZE];
        random.nextBytes(bytes);
        try {
            Path file = folder.write(
                    FILE, (Base64.getEncoder().encodeToString(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
            return new MasterKey(bytes, "the file " + file);
        } catch (IOException e) {
            throw new StartupRefused(
                    "The master key cannot be written to " + folder.path() + ": " + e.getMessage() + ".",
                    "Give this user the right to write there, or set " + VARIABLE + ".",
                    e);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the key came from, for messages. */
    String origin() {
        return origin;
    }

    private static MasterKey parse(String base64, String origin) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            if (bytes.length == SealingKey.SIZE) {
                return new MasterKey(bytes, origin);
            }
        } catch (IllegalArgumentException _) {
            // told below, without repeating the text
        }
        throw new StartupRefused(
                "There is no master key in " + origin + ": it must be the base64 text of 32 bytes.",
                "Restore it from your backup. A new one for an empty data folder: openssl rand -base64 32");
    }
}
