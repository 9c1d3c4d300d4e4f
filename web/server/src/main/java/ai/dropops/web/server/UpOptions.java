package ai.dropops.web.server;

import ai.dropops.persistence.schema.StartupRefused;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** What {@code up} was asked for on the command line. */
record UpOptions(
        Path data,
        String bind,
        int port,
        int operatorPort,
        Optional<String> host,
        boolean localOperator,
        boolean rotatePermitKey) {
    static final String USAGE = """
            usage: dropops up [options]
              --data DIR            where everything is kept (default ./.dropops/server)
              --port N              the port for people: console and API (default 8080)
              --operator-port N     the port operators dial (default 8443)
              --host NAME           the name or address other hosts know this machine by; operators may then
                                    dial in from anywhere (default: from this machine only)
              --bind ADDRESS        where people connect (default 127.0.0.1: from this machine only)
              --no-local-operator   do not run an operator on this host
              --rotate-permit-key   sign permits with a new key from now on; hosts follow the old key's word""";

    private static final int MAX_PORT = 65_535;

    private static final UpOptions DEFAULTS =
            new UpOptions(Path.of(".dropops", "server"), "127.0.0.1", 8080, 8443, Optional.empty(), true, false);

    static UpOptions parse(List<String> arguments) {
        UpOptions options = DEFAULTS;
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            int equals = option.startsWith("--") ? option.indexOf('=') : -1;
            if (equals > 0) {
                rest.addFirst(option.substring(equals + 1));
                option = option.substring(0, equals);
            }
            options = options.with(option, rest);
        }
        if (options.port == options.operatorPort) {
            throw refused("--port and --operator-port are both " + options.port + ".");
        }
        return options;
    }

    private UpOptions with(String option, ArrayDeque<String> rest) {
        return switch (option) {
            case "--data" ->
                new UpOptions(
                        Path.of(value(option, rest)), bind, port, operatorPort, host, localOperator, rotatePermitKey);
            case "--bind" ->
                new UpOptions(data, value(option, rest), port, operatorPort, host, localOperator, rotatePermitKey);
            case "--port" ->
                new UpOptions(data, bind, port(option, rest), operatorPort, host, localOperator, rotatePermitKey);
            case "--operator-port" ->
                new UpOptions(data, bind, port, port(option, rest), host, localOperator, rotatePermitKey);
            case "--host" ->
                new UpOptions(
                        data,
                        bind,
                        port,
                        operatorPort,
                        Optional.of(value(option, rest)),
                        localOperator,
                        rotatePermitKey);
            case "--no-local-operator" -> new UpOptions(data, bind, port, operatorPort, host, false, rotatePermitKey);
            case "--rotate-permit-key" -> new UpOptions(data, bind, port, operatorPort, host, localOperator, true);
            default -> throw refused("'" + option + "' is not an option of up.");
        };
    }

    private static int port(String option, ArrayDeque<String> rest) {
        String text = value(option, rest);
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

    private static String value(String option, ArrayDeque<String> rest) {
        if (rest.isEmpty() || rest.peekFirst().isEmpty()) {
            throw refused(option + " needs a value.");
        }
        return rest.removeFirst();
    }

    private static StartupRefused refused(String message) {
        return new StartupRefused(message, "See: dropops up --help");
    }
}
