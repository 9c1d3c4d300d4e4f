package ai.dropops.web.server;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.CommandLineKeys;
import ai.dropops.web.auth.Json;
import ai.dropops.web.auth.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Where the command line finds this server and the owner's key: {@code cli.json} in the data folder, for its owner's eyes only. */
final class CommandLineFile {
    private static final String NAME = "cli.json";

    private record Content(String url, String token) {}

    private CommandLineFile() {}

    /** Writes it for {@code console}, with the key that is in it already if that is still good. */
    static void write(DataFolder folder, URI console, CommandLineKeys keys, Caller owner) throws IOException {
        Secret key = read(folder)
                .map(content -> new Secret(content.token()))
                .filter(known -> keys.caller(known).filter(owner::equals).isPresent())
                .orElseGet(() -> keys.replace(owner));
        folder.write(NAME, Json.bytes(new Content(console.toString(), key.reveal())));
    }

    private static Optional<Content> read(DataFolder folder) throws IOException {
        try {
            return Optional.of(Json.read(Files.readAllBytes(folder.path().resolve(NAME)), Content.class));
        } catch (NoSuchFileException | Refused _) {
            return Optional.empty();
        }
    }
}
