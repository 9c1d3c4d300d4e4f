package ai.dropops.web.server;

import ai.dropops.cluster.node.NodeAddress;
import ai.dropops.persistence.schema.StartupRefused;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code up} was asked for on the command line. */
record UpOptions(
        Path data,
        String bind,
        int port,
        int operatorPort,
        Optional<String> host,
        boolean localOperator,
        boolean rotatePermitKey,
        Optional<Shared> shared) {
    static final String USAGE = """
            usage: dropops up [options]
              --data DIR            where everything is kept (default ./.dropops/server)
              --port N              the port for people: console and API (default 8080)
              --operator-port N     the port operators dial (default 8443)
              --host NAME           the name or address other hosts know this machine by; operators may then
                                    dial in from anywhere (default: from this machine only)
              --bind ADDRESS        where people connect (default 127.0.0.1: from this machine only)
              --no-local-operator   do not run an operator on this host
              --rotate-permit-key   sign permits with a new key from now on; hosts follow the old key's word
            as one node of several, all on one PostgreSQL database:
              --database URL        postgresql://USER@HOST:5432/NAME; the password comes from
                                    DROPOPS_DATABASE_PASSWORD, or a file named by DROPOPS_DATABASE_PASSWORD_FILE
              --cluster HOST:PORT   where the other nodes reach this one (default 127.0.0.1:25520)
              --seeds HOST:PORT,…   nodes to join (default: those the database knows)""";

    /**
     * How this process is one of several.
     *
     * @param database as it was written, without a password
     */
    record Shared(String database, NodeAddress node, List<NodeAddress> seeds) {
        Shared {
            seeds = List.copyOf(seeds);
        }
    }

    private static final Set<String> FLAGS = Set.of("--no-local-operator", "--rotate-permit-key");
    private static final Set<String> VALUES =
            Set.of("--data", "--port", "--operator-port", "--host", "--bind", "--database", "--cluster", "--seeds");
    private static final int MAX_PORT = 65_535;

    static UpOptions parse(List<String> arguments) {
        Map<String, String> given = given(arguments);
        var options = new UpOptions(
                given.containsKey("--data") ? Path.of(given.get("--data")) : Path.of(".dropops", "server"),
                given.getOrDefault("--bind", "127.0.0.1"),
                port(given, "--port", 8080),
                port(given, "--operator-port", 8443),
                Optional.ofNullable(given.get("--host")),
                !given.containsKey("--no-local-operator"),
                given.containsKey("--rotate-permit-key"),
                shared(given));
        if (options.port == options.operatorPort) {
            throw refused("--port and --operator-port are both " + options.port + ".");
        }
        return options;
    }

    private static Map<String, String> given(List<String> arguments) {
        var given = new HashMap<String, String>();
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            int equals = option.startsWith("--") ? option.indexOf('=') : -1;
            if (equals > 0) {
                rest.addFirst(option.substring(equals + 1));
                option = option.substring(0, equals);
            }
            if (FLAGS.contains(option)) {
                given.put(option, "");
            } else if (!VALUES.contains(option)) {
                throw refused("'" + option + "' is not an option of up.");
            } else if (rest.isEmpty() || rest.peekFirst().isEmpty()) {
                throw refused(option + " needs a value.");
            } else {
                given.put(option, rest.removeFirst());
            }
        }
        return given;
    }

    private static Optional<Shared> shared(Map<String, String> given) {
        String database = given.get("--database");
        if (database == null) {
            if (given.containsKey("--cluster") || given.containsKey("--seeds")) {
                throw refused("--cluster and --seeds need --database.");
            }
            return Optional.empty();
        }
        String seeds = given.getOrDefault("--seeds", "");
        return Optional.of(new Shared(
                database,
                node("--cluster", given.getOrDefault("--cluster", "127.0.0.1:25520")),
                seeds.isEmpty()
                        ? List.of()
                        : List.of(seeds.split(",", -1)).stream()
                                .map(seed -> node("--seeds", seed))
                                .toList()));
    }

    private static NodeAddress node(String option, String text) {
        try {
            return NodeAddress.parse(text);
        } catch (IllegalArgumentException _) {
            throw refused(option + " needs HOST:PORT, not '" + text + "'.");
        }
    }

    private static int port(Map<String, String> given, String option, int otherwise) {
        String text = given.getOrDefault(option, Integer.toString(otherwise));
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number out of range
        }
        throw refused(option + " needs a port between 1 and " + MAX_PORT + ", not '" + text + "'.");
    }

    private static StartupRefused refused(String message) {
        return new StartupRefused(message, "See: dropops up --help");
    }
}
