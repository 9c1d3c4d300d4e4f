package ai.dropops.operator.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What {@code --help} and {@code --version} print. */
public final class Help {
    private Help() {}

    public static String version() {
        String version = Help.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    public static String text() {
        String options = Arrays.stream(Option.values()).map(Option::help).collect(Collectors.joining("\n"));
        String exits = Arrays.stream(Exit.values())
                .map(exit -> "  %d  %s".formatted(exit.code(), exit.meaning()))
                .collect(Collectors.joining("\n"));
        return """
                Usage: dropops-operator [options]

                Connects this host to a DropOps control plane and runs what its people approve, as the user who
                starts it. It keeps its records in ./.dropops/data and never listens on any port.

                Options:
                %s

                Environment:
                  DROPOPS_OPERATOR_API_KEY     the API key
                  DROPOPS_OPERATOR_SESSION     a device-link token; needed once, the host makes itself a key
                  DROPOPS_OPERATOR_OLD_API_KEY the one before it, for --rekey-vault
                  HTTPS_PROXY, NO_PROXY        an HTTP proxy to dial through

                Exit codes:
                %s
                """.formatted(options, exits);
    }
}
