package ai.dropops.load.swarm;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder that lets a second run of the swarm reconnect without enrolling: one line of JSON an operator. */
public final class IdentityFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path identities;
    private final Path authority;

    public IdentityFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.identities = folder.resolve("identities.jsonl");
        this.authority = folder.resolve("authority.json");
    }

    public List<Identity> load() {
        if (!Files.exists(identities)) {
            return List.of();
        }
        try (var lines = Files.lines(identities)) {
            return lines.map(line -> read(line, Identity.class)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Authority> authority() {
        try {
            return Files.exists(authority)
                    ? Optional.of(read(Files.readString(authority), Authority.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an operator and what it pins; durable enough for a load test, no more. */
    public synchronized void keep(Identity identity, Authority pinned) {
        try {
            if (!Files.exists(authority)) {
                Files.writeString(authority, JSON.writeValueAsString(pinned));
            }
            Files.writeString(identities, JSON.writeValueAsString(identity) + "\n", CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String line, Class<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
