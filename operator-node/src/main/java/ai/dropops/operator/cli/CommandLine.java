package ai.dropops.operator.cli;

import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.LinkToken;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reading of an operator's command line; by hand, because a library would take a third of the start-up time. */
public final class CommandLine {
    public static final String KEY_VARIABLE = "DROPOPS_OPERATOR_API_KEY";
    public static final String SESSION_VARIABLE = "DROPOPS_OPERATOR_SESSION";

    private static final String SEE_HELP = "see --help";
    private static final Set<Option> VAULT =
            Set.of(Option.REKEY_VAULT, Option.OLD_KEY, Option.VERIFY_VAULT, Option.RESET_VAULT);
    private static final int MIB_SHIFT = 20;
    private static final long DEFAULT_OUTPUT_MIB = 2048;
    private static final long MOST_OUTPUT_MIB = 1 << 20;

    private CommandLine() {}

    public static Request parse(List<String> arguments, Map<String, String> environment) {
        try {
            Map<Option, String> given = given(arguments);
            if (given.containsKey(Option.HELP)) {
                return new Request.ShowHelp();
            }
            if (given.containsKey(Option.VERSION)) {
                return new Request.ShowVersion();
            }
            given.keySet().forEach(CommandLine::requireAvailable);
            return new Request.Run(settings(given, environment));
        } catch (Unusable e) {
            return new Request.Wrong(e.problem);
        }
    }

    private static Map<Option, String> given(List<String> arguments) {
        var given = new EnumMap<Option, String>(Option.class);
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            Option option =
                    Option.of(name).orElseThrow(() -> new Unusable("'" + name + "' is not an option", SEE_HELP));
            String value = "";
            if (option.takesValue()) {
                value = equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
                if (value.isEmpty()) {
                    throw new Unusable(option.longName() + " needs a value", SEE_HELP);
                }
            } else if (equals >= 0) {
                throw new Unusable(option.longName() + " takes no value", SEE_HELP);
            }
            if (given.put(option, value) != null) {
                throw new Unusable(option.longName() + " is given twice", "give it once");
            }
        }
        return given;
    }

    private static void requireAvailable(Option option) {
        if (VAULT.contains(option)) {
            throw new Unusable(
                    option.longName() + " does not work yet",
                    "this version keeps its records unencrypted in ./.dropops/data/dropops.db");
        }
        if (option == Option.PROVIDER) {
            throw new Unusable("--provider does not work yet", "leave it out; --cloud alone works");
        }
    }

    private static Settings settings(Map<Option, String> given, Map<String, String> environment) {
        return new Settings(
                credential(given, environment),
                given.getOrDefault(Option.ENDPOINT, "prod"),
                authority(given),
                given.containsKey(Option.CLOUD) ? HostFacts.Kind.CLOUD : HostFacts.Kind.SOLO,
                log(given),
                outputLimit(given),
                Optional.ofNullable(given.get(Option.REQUIRE_APPROVER)).map(Path::of),
                given.containsKey(Option.ALLOW_HISTORY));
    }

    /** What is written on the command line counts before what is in the environment, and there the key of one before the token. */
    private static Optional<Credential> credential(Map<Option, String> given, Map<String, String> environment) {
        if (given.containsKey(Option.KEY) && given.containsKey(Option.SESSION)) {
            throw new Unusable("--key and --session are both given", "give one of them");
        }
        return text(given.get(Option.KEY))
                .map(CommandLine::key)
                .or(() -> text(given.get(Option.SESSION)).map(CommandLine::token))
                .or(() -> text(environment.get(KEY_VARIABLE)).map(CommandLine::key))
                .or(() -> text(environment.get(SESSION_VARIABLE)).map(CommandLine::token));
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Credential key(String text) {
        try {
            return new Credential.Key(ApiKey.parse(text));
        } catch (IllegalArgumentException e) {
            throw new Unusable("this is not an operator API key", "copy the whole dok_… text from the console");
        }
    }

    private static Credential token(String text) {
        try {
            return new Credential.Token(LinkToken.parse(text));
        } catch (IllegalArgumentException e) {
            throw new Unusable("this is not a device-link token", "copy the whole dlk_… text");
        }
    }

    private static Optional<Digest> authority(Map<Option, String> given) {
        try {
            return Optional.ofNullable(given.get(Option.AUTHORITY))
                    .map(hex -> Digest.parse(hex.toLowerCase(Locale.ROOT).replace(":", "")));
        } catch (IllegalArgumentException e) {
            throw new Unusable("--ca-sha256 must be 64 hexadecimal characters", "copy it from the install line");
        }
    }

    private static LogLevel log(Map<Option, String> given) {
        String level = given.getOrDefault(Option.LOG, "info");
        return switch (level) {
            case "info" -> LogLevel.INFO;
            case "error" -> LogLevel.ERROR;
            case "debug" -> LogLevel.DEBUG;
            default -> throw new Unusable("'" + level + "' is no log level", "use info, error or debug");
        };
    }

    private static long outputLimit(Map<Option, String> given) {
        try {
            long mib = Optional.ofNullable(given.get(Option.OUTPUT_LIMIT))
                    .map(Long::parseLong)
                    .orElse(DEFAULT_OUTPUT_MIB);
            if (mib >= 1 && mib <= MOST_OUTPUT_MIB) {
                return mib << MIB_SHIFT;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Unusable("--output-limit must be a number of MiB from 1 to " + MOST_OUTPUT_MIB, "such as 2048");
    }

    /** Carries a problem out of the reading. */
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Unusable(String message, String advice) {
            super(message);
            problem = new Problem(Exit.BAD_INPUT, message, advice);
        }
    }
}
