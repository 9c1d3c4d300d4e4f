package ai.dropops.operator.cli;

import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.LinkToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
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
    private static final String OLD_KEY_VARIABLE = "DROPOPS_OPERATOR_OLD_API_KEY";
    private static final Set<Option> TASKS =
            EnumSet.of(Option.REKEY_VAULT, Option.VERIFY_VAULT, Option.EXPORT_HISTORY, Option.RESET_VAULT);
    private static final Map<Option, Option> ONLY_WITH = Map.of(
            Option.OLD_KEY, Option.REKEY_VAULT, Option.WITNESS, Option.VERIFY_VAULT, Option.YES, Option.RESET_VAULT);
    private static final int MIB_SHIFT = 20;
    private static final long DEFAULT_OUTPUT_MIB = 2048;
    private static final long MOST_OUTPUT_MIB = 1 << 20;
    private static final long DEFAULT_KEEP_DAYS = 90;
    private static final long MOST_KEEP_DAYS = 36_500;

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
            return task(given, environment)
                    .<Request>map(Request.Tend::new)
                    .orElseGet(() -> new Request.Run(settings(given, environment)));
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
        if (option == Option.PROVIDER) {
            throw new Unusable("--provider does not work yet", "leave it out; --cloud alone works");
        }
    }

    private static Optional<Task> task(Map<Option, String> given, Map<String, String> environment) {
        List<Option> tasks = given.keySet().stream().filter(TASKS::contains).toList();
        if (tasks.size() > 1) {
            throw new Unusable(tasks.get(0).longName() + " and " + tasks.get(1).longName(), "do one after the other");
        }
        ONLY_WITH.forEach((option, with) -> {
            if (given.containsKey(option) && !given.containsKey(with)) {
                throw new Unusable(option.longName() + " goes with " + with.longName(), SEE_HELP);
            }
        });
        return tasks.stream().findFirst().map(task -> switch (task) {
            case REKEY_VAULT ->
                new Task.Rekey(
                        apiKey(given, Option.OLD_KEY, environment, OLD_KEY_VARIABLE),
                        apiKey(given, Option.KEY, environment, KEY_VARIABLE));
            case VERIFY_VAULT ->
                new Task.Verify(
                        apiKey(given, Option.KEY, environment, KEY_VARIABLE),
                        Optional.ofNullable(given.get(Option.WITNESS)).map(Path::of));
            case EXPORT_HISTORY ->
                new Task.Export(
                        apiKey(given, Option.KEY, environment, KEY_VARIABLE),
                        Path.of(given.getOrDefault(Option.EXPORT_HISTORY, "")));
            default -> new Task.Reset(given.containsKey(Option.YES));
        });
    }

    private static Optional<ApiKey> apiKey(
            Map<Option, String> given, Option option, Map<String, String> environment, String variable) {
        return text(given.get(option)).or(() -> text(environment.get(variable))).map(CommandLine::parsed);
    }

    private static Settings settings(Map<Option, String> given, Map<String, String> environment) {
        return new Settings(
                credential(given, environment),
                given.getOrDefault(Option.ENDPOINT, "prod"),
                authority(given),
                given.containsKey(Option.CLOUD) ? HostFacts.Kind.CLOUD : HostFacts.Kind.SOLO,
                log(given),
                outputLimit(given),
                keep(given),
                Optional.ofNullable(given.get(Option.REQUIRE_APPROVER)).map(Path::of),
                given.containsKey(Option.ALLOW_HISTORY),
                keepsRecords(given));
    }

    private static boolean keepsRecords(Map<Option, String> given) {
        if (!given.containsKey(Option.NO_LOCAL_STORAGE)) {
            return true;
        }
        if (given.containsKey(Option.LOCAL_STORAGE)) {
            throw new Unusable("--local-storage and --no-local-storage are both given", "give one of them");
        }
        if (given.containsKey(Option.REQUIRE_APPROVER) && !given.containsKey(Option.ALLOW_HISTORY)) {
            throw new Unusable(
                    "--no-local-storage has the control plane keep what --require-approver keeps from it",
                    "add --allow-history if it may, or leave --no-local-storage out");
        }
        return false;
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
        return new Credential.Key(parsed(text));
    }

    private static ApiKey parsed(String text) {
        try {
            return ApiKey.parse(text);
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

    private static Duration keep(Map<Option, String> given) {
        return Duration.ofDays(number(given, Option.KEEP_DAYS, DEFAULT_KEEP_DAYS, MOST_KEEP_DAYS, "days"));
    }

    private static long outputLimit(Map<Option, String> given) {
        return number(given, Option.OUTPUT_LIMIT, DEFAULT_OUTPUT_MIB, MOST_OUTPUT_MIB, "MiB") << MIB_SHIFT;
    }

    private static long number(Map<Option, String> given, Option option, long usual, long most, String unit) {
        try {
            long number =
                    Optional.ofNullable(given.get(option)).map(Long::parseLong).orElse(usual);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Unusable(
                option.longName() + " must be a number of " + unit + " from 1 to " + most, "such as " + usual);
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
