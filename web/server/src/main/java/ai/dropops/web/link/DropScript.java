package ai.dropops.web.link;

import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.protocol.identity.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The way onto a host: one line to paste, and the script it fetches.
 *
 * @param serverKey SHA-256 of the server's SubjectPublicKeyInfo, which curl pins
 * @param authority SHA-256 of the authority's certificate, which the operator pins
 */
record DropScript(Digest serverKey, Digest authority) {
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]+)?|\\[[0-9A-Fa-f:.]+](:[0-9]+)?");

    /** Whether {@code host} is a host and a port, and so nothing a shell could take for more. */
    static boolean isHost(String host) {
        return AUTHORITY.matcher(host).matches();
    }

    /** The line for the one host that is to have {@code key}. */
    String command(String host, ApiKey key) {
        return command(host, "DROPOPS_OPERATOR_API_KEY", key.text());
    }

    /** The line for every host that {@code token} is for. */
    String command(String host, LinkToken token, Kind kind) {
        String options = kind == Kind.CLOUD ? " --cloud" : "";
        return command(host, "DROPOPS_OPERATOR_SESSION", token.text()) + options;
    }

    private String command(String host, String variable, Secret secret) {
        return "curl -fsSk --pinnedpubkey '" + pin() + "' https://" + checked(host) + "/drop | " + variable + "="
                + secret.reveal() + " bash -s --";
    }

    String text(String host) {
        try (var template = DropScript.class.getResourceAsStream("drop.sh")) {
            return new String(Objects.requireNonNull(template).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@HOST@", checked(host))
                    .replace("@PIN@", pin())
                    .replace("@CA_SHA256@", authority.hex());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String pin() {
        return "sha256//" + Base64.getEncoder().encodeToString(serverKey.array());
    }

    private static String checked(String host) {
        if (!isHost(host)) {
            throw new IllegalArgumentException("not a host and port");
        }
        return host;
    }
}
