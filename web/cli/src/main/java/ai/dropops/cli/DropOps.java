package ai.dropops.cli;

import ai.dropops.cli.connect.Address;
import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.print.Keyboard;
import ai.dropops.cli.print.PipeClosed;
import ai.dropops.cli.print.Screen;
import ai.dropops.cli.sign.Passphrase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line as a whole: its options for every command, and what the commands share. */
@Command(
        name = "dropops",
        description = "Run approved commands on your hosts.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = DropOps.Version.class,
        footer = {
            "",
            "The control plane is the one in --data DIR, or in DROPOPS_URL and DROPOPS_TOKEN,",
            "or in ./.dropops/server/cli.json, or in ~/.config/dropops/cli.json.",
            "./dropops up starts one.",
            "",
            "Exit codes: 0 ok, 1 error, 2 bad input, 3 not approved, 6 HIGH risk needs a second",
            "look, 125 run itself failed. With one host, run ends with the command's own code."
        })
final class DropOps {
    /** Where the passphrase of an approver's key may lie, for programs. */
    static final String PASSPHRASE = "DROPOPS_KEY_PASSPHRASE";

    private static final int WIDTH = 90;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show what this command takes")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the data folder of the control plane")
    private @Nullable Path data;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print JSON for programs")
    private boolean json;

    private final InputStream standardInput;
    private final Screen screen;
    private final Map<String, String> environment;
    private final Path launchFolder;

    DropOps(InputStream standardInput, Screen screen, Map<String, String> environment, Path launchFolder) {
        this.standardInput = standardInput;
        this.screen = screen;
        this.environment = Map.copyOf(environment);
        this.launchFolder = launchFolder;
    }

    /** Does what {@code arguments} say and answers the exit code. */
    int run(String... arguments) {
        var written = new StringWriter();
        int code = commandLine(List.of(arguments))
                .setOut(new PrintWriter(written))
                .setErr(new PrintWriter(written))
                .execute(arguments);
        try {
            written.flush();
            screen.text(written.toString());
        } catch (PipeClosed e) {
            return ExitCode.PIPE_CLOSED;
        }
        return code;
    }

    Screen screen() {
        return screen;
    }

    ControlPlane controlPlane() {
        return new ControlPlane(Address.find(Optional.ofNullable(data), environment, launchFolder));
    }

    /** The passphrase the environment holds, if it does. */
    Optional<char[]> passphrase() {
        return Optional.ofNullable(environment.get(PASSPHRASE)).map(String::toCharArray);
    }

    /** The passphrase of the key in {@code file}, asked for where the environment holds none. */
    Passphrase passphrase(Path file) {
        return new Passphrase(passphrase()
                .or(() -> Keyboard.askSecretly("Passphrase of " + file + ": "))
                .orElseThrow(() -> Problem.badInput("the key in " + file + " needs its passphrase", "set " + PASSPHRASE)
                        .refused()));
    }

    boolean wantsJson() {
        return json;
    }

    /** Shows what was answered: to programs all of it, to people what {@code forPeople} prints. */
    void show(JsonNode answer, Runnable forPeople) {
        if (json) {
            screen.json(answer);
        } else {
            forPeople.run();
        }
    }

    /** The command line with the commands that {@code arguments} name: to build those that are not asked for takes time. */
    private CommandLine commandLine(List<String> arguments) {
        var line = new CommandLine(this);
        Map<String, Supplier<CommandLine>> commands = commands();
        boolean namesOne = arguments.stream().anyMatch(commands::containsKey)
                && !arguments.contains("help")
                && !arguments.contains("completion");
        commands.forEach((name, command) -> {
            if (!namesOne || arguments.contains(name)) {
                line.addSubcommand(name, command.get());
            }
        });
        return line.setUsageHelpWidth(WIDTH)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(this::misused)
                .setExecutionExceptionHandler(this::failed);
    }

    private Map<String, Supplier<CommandLine>> commands() {
        var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
        commands.put("login", () -> new CommandLine(new Login(this)));
        commands.put("status", () -> new CommandLine(new Status(this)));
        commands.put(
                "operators",
                () -> new CommandLine(new Operators(this))
                        .addSubcommand(new AddOperator(this))
                        .addSubcommand(new LabelOperator(this)));
        commands.put(
                "links",
                () -> new CommandLine(new DeviceLinks(this))
                        .addSubcommand(new CreateDeviceLink(this))
                        .addSubcommand(new RevokeDeviceLink(this)));
        commands.put(
                "groups",
                () -> new CommandLine(new Groups(this))
                        .addSubcommand(new SetGroup(this))
                        .addSubcommand(new RemoveGroup(this)));
        commands.put("bind", () -> new CommandLine(new Bind(this)));
        commands.put("unbind", () -> new CommandLine(new Unbind(this)));
        commands.put("stop", () -> new CommandLine(new Stop(this)));
        commands.put("run", () -> new CommandLine(new Run(this)).setStopAtPositional(true));
        commands.put("retry", () -> new CommandLine(new Retry(this)));
        commands.put("undo", () -> new CommandLine(new Undo(this)));
        commands.put(
                "file",
                () -> new CommandLine(new FileCommands())
                        .addSubcommand(new ReadFile(this))
                        .addSubcommand(new ListFolder(this))
                        .addSubcommand(new WriteFile(this, standardInput))
                        .addSubcommand(new DeleteFile(this))
                        .addSubcommand(new FileHistory(this))
                        .addSubcommand(new DiffFile(this))
                        .addSubcommand(new RestoreFile(this)));
        commands.put("explain", () -> new CommandLine(new Explain(this, standardInput)).setStopAtPositional(true));
        commands.put("approvals", () -> new CommandLine(new Approvals(this)));
        commands.put("approve", () -> new CommandLine(new Approve(this)));
        commands.put("deny", () -> new CommandLine(new Deny(this)));
        commands.put("batches", () -> new CommandLine(new Batches(this)));
        commands.put("audit", () -> new CommandLine(new Audit(this)));
        commands.put("output", () -> new CommandLine(new Output(this)));
        commands.put("go-on", () -> new CommandLine(new GoOn(this)));
        commands.put("results", () -> new CommandLine(new Results(this)));
        commands.put("cancel", () -> new CommandLine(new Cancel(this)));
        commands.put(
                "keys",
                () -> new CommandLine(new Keys())
                        .addSubcommand(new CreateKey(this))
                        .addSubcommand(new ShowKey(this))
                        .addSubcommand(new ListKeys(this))
                        .addSubcommand(new SignApprovers(this))
                        .addSubcommand(new RefreshKey(this))
                        .addSubcommand(new RevokeKey(this)));
        commands.put(
                "policy",
                () -> new CommandLine(new Policies())
                        .addSubcommand(new ShowPolicy(this))
                        .addSubcommand(new SetPolicy(this))
                        .addSubcommand(new DiffPolicy(this)));
        commands.put(
                "workspace",
                () -> new CommandLine(new WorkspaceCommands())
                        .addSubcommand(new ExportWorkspace(this))
                        .addSubcommand(new DeleteWorkspace(this)));
        commands.put(
                "history",
                () -> new CommandLine(new HistoryCommands())
                        .addSubcommand(new VerifyHistory(screen))
                        .addSubcommand(new WitnessHistory(this)));
        commands.put("scrub", () -> new CommandLine(new Scrub(screen, standardInput)));
        commands.put("completion", () -> new CommandLine(new Completion(screen)));
        commands.put("help", () -> new CommandLine(new Help(screen)));
        return commands;
    }

    private int misused(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return tell(Problem.badInput(String.valueOf(e.getMessage()), "see " + command + " --help"), ExitCode.ERROR);
    }

    private int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        boolean runs = line.getCommand() instanceof Run || line.getCommand() instanceof Retry;
        int otherwise = runs ? ExitCode.NOT_RUN : ExitCode.ERROR;
        return switch (failure) {
            case PipeClosed _ -> ExitCode.PIPE_CLOSED;
            case Refused refused -> tell(refused.problem(), otherwise);
            default -> throw failure;
        };
    }

    private int tell(Problem problem, int otherwise) {
        if (json) {
            var body = Json.object()
                    .put("status", problem.status())
                    .put("code", problem.code())
                    .put("detail", problem.message())
                    .put("advice", problem.advice());
            screen.plainNote(body.toString());
        } else {
            screen.note(problem.line());
        }
        return ExitCode.of(problem, otherwise);
    }

    /** The version this was built as. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DropOps.class.getPackage().getImplementationVersion();
            return new String[] {"dropops " + (version == null ? "(not packaged)" : version)};
        }
    }
}
