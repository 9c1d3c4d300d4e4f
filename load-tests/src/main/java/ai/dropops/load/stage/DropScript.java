package ai.dropops.load.stage;

import ai.dropops.load.swarm.PinnedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/** The install script of a control plane, read for what it pins. */
final class DropScript {
    private static final Pattern CA_HASH = Pattern.compile("(?i)ca.?sha256\\W+([0-9a-f]{64})");

    private DropScript() {}

    /** SHA-256 of the certificate authority, hexadecimal, over a connection pinned as the install line says. */
    static String caHash(ControlPlane plane, String installLine) {
        var script = URI.create("https://127.0.0.1:" + plane.setup().operatorPort() + "/drop");
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(PinnedServer.ofInstallLine(installLine).context())
                .build()) {
            String text = http.send(HttpRequest.newBuilder(script).build(), BodyHandlers.ofString())
                    .body();
            var hash = CA_HASH.matcher(text);
            if (!hash.find()) {
                throw new AssertionError("the drop script names no CA hash:\n" + text);
            }
            return hash.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
