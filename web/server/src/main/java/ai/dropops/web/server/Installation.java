package ai.dropops.web.server;

import ai.dropops.persistence.schema.StartupRefused;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What was installed together with this server, and where it lies. */
final class Installation {
    private static final String OPERATOR = "operator-node.jar";

    private Installation() {}

    /** The operator's jar: beside this server's own, or where a build leaves it. */
    static Path operatorJar() {
        Path here = here();
        return Stream.of(
                        here.resolveSibling(OPERATOR), here.resolveSibling("../../../operator-node/target/" + OPERATOR))
                .map(Path::normalize)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new StartupRefused(
                        "The operator's program " + OPERATOR + " is not there.",
                        "Build it with: ./dropops mvn -DskipTests package"));
    }

    /** As its jar says; without one it is unknown, and then no node of others'. */
    static String version() {
        return Optional.ofNullable(Installation.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    private static Path here() {
        try {
            return Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
