package ai.dropops.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a control plane is and what lets us in. */
public record Address(URI url, String token) {
    private static final String FILE = "cli.json";

    public Address {
        if (!List.of("http", "https").contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
            throw Problem.badInput(
                            "'" + url + "' is not the URL of a control plane", "use one like http://127.0.0.1:8080")
                    .refused();
        }
    }

    /** What the token must not be printed by. */
    @Override
    public String toString() {
        return url.toString();
    }

    /**
     * The address in {@code data}, or else in the environment, in the launch folder or in the user's own file; Refused
     * when there is none.
     *
     * @param data the data folder that was named, if one was
     */
    public static Address find(Optional<Path> data, Map<String, String> environment, Path launchFolder) {
        if (data.isPresent()) {
            Path file = launchFolder.resolve(data.get()).resolve(FILE);
            return read(file)
                    .orElseThrow(() -> new Problem(
                                    0,
                                    "no-control-plane",
                                    file + " is not there",
                                    "start one: ./dropops up --data " + data.get())
                            .refused());
        }
        return inEnvironment(environment)
                .or(() -> read(launchFolder.resolve(".dropops/server").resolve(FILE)))
                .or(() -> userFolder(environment)
                        .flatMap(folder -> read(folder.resolve("dropops").resolve(FILE))))
                .orElseThrow(() -> new Problem(
                                0,
                                "no-control-plane",
                                "no control plane is known here",
                                "start one with ./dropops up, name its folder with --data, or set DROPOPS_URL and DROPOPS_TOKEN")
                        .refused());
    }

    private static Optional<Address> inEnvironment(Map<String, String> environment) {
        String url = environment.getOrDefault("DROPOPS_URL", "");
        String token = environment.getOrDefault("DROPOPS_TOKEN", "");
        if (url.isEmpty() && token.isEmpty()) {
            return Optional.empty();
        }
        if (url.isEmpty() || token.isEmpty()) {
            throw Problem.badInput("only one of DROPOPS_URL and DROPOPS_TOKEN is set", "set both or neither")
                    .refused();
        }
        return Optional.of(new Address(uri(url), token));
    }

    private static Optional<Path> userFolder(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME"))
                        .map(home -> Path.of(home).resolve(".config")));
    }

    private static Optional<Address> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.tree(Files.readAllBytes(file));
            return Optional.of(new Address(
                    uri(json.path("url").asText()), json.path("token").asText()));
        } catch (AccessDeniedException e) {
            throw new Problem(
                            0,
                            "unreadable",
                            file + " belongs to another user",
                            "run this as the user who ran ./dropops up")
                    .refused();
        } catch (IOException e) {
            throw Problem.badInput(
                            file + " cannot be read: " + e.getMessage(), "start ./dropops up again: it writes it anew")
                    .refused();
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badInput("'" + text + "' is not a URL", "use one like http://127.0.0.1:8080")
                    .refused();
        }
    }
}
