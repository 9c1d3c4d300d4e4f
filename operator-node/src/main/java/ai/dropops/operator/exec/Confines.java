package ai.dropops.operator.exec;

import ai.dropops.operator.confine.Enclosure;
import ai.dropops.operator.confine.Enclosures;
import ai.dropops.operator.confine.NotHeld;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What commands are started within, each by its profile: kernel rules, environment, scratch folder, limits. */
final class Confines {
    private static final String SHELL = "/bin/bash";
    /** Bash as it is, deaf to what its environment asks of it. */
    private static final String PLAIN = "-p";
    /**
     * Core files, data, size of a file, descriptors, CPU seconds, processes: far beyond what looking needs. A bound that
     * is tighter already stays.
     */
    private static final String BOUNDED = """
            for bound in '-c 0' '-d 4194304' '-f 1048576' '-n 4096' '-t 3600' '-u 4096'
            do ulimit $bound
            done 2>/dev/null
            exec -- "$@"
            """;

    private final Enclosures enclosures;
    private final CommandEnvironment environment;
    private final Path scratches;

    private Confines(Enclosures enclosures, CommandEnvironment environment, Path scratches) {
        this.enclosures = enclosures;
        this.environment = environment;
        this.scratches = scratches;
    }

    /** @param own the operator's environment, for where it keeps what commands must leave alone */
    static Confines open(Path home, Map<String, String> own, CommandEnvironment environment) throws IOException {
        Path scratches = home.resolve("scratch");
        Scratch.sweep(scratches);
        return new Confines(new Enclosures(home, own), environment, scratches);
    }

    /** What one execution has to itself. */
    record Cell(Profile profile, Spawn.Program program, Enclosure enclosure, Optional<Scratch> scratch)
            implements AutoCloseable {
        /** Starts the command; an IOException when this host cannot hold it to its profile. */
        int start(int stdout, int stderr) throws IOException {
            try (enclosure) {
                return SpawningThread.start(enclosure, program, stdout, stderr);
            } catch (NotHeld e) {
                throw cannotHold(profile, e);
            }
        }

        boolean isForLooking() {
            return scratch.isPresent();
        }

        @Override
        public void close() throws IOException {
            enclosure.close();
            if (scratch.isPresent()) {
                scratch.get().close();
            }
        }
    }

    Cell cell(ExecutionId execution, RunCommand run) throws IOException {
        return switch (run.profile()) {
            case LOOK -> looking(execution, run, List.of(SHELL, "-c", "--", run.command()), Map.of());
            case INSPECT ->
                looking(
                        execution,
                        run,
                        PlainArguments.of(run.command()),
                        Map.of("PATH", String.join(":", PlainArguments.FOLDERS)));
            case CHANGE, SYSTEM -> {
                var argv = List.of(SHELL, "-c", "--", run.command());
                var program = new Spawn.Program(argv, run.cwd(), environment.with(execution, run.env()));
                yield new Cell(run.profile(), program, enclosure(run.profile(), Optional.empty()), Optional.empty());
            }
        };
    }

    private Cell looking(ExecutionId execution, RunCommand run, List<String> argv, Map<String, String> own)
            throws IOException {
        Scratch scratch = Scratch.make(scratches, execution);
        try {
            var bounded = new ArrayList<>(List.of(SHELL, PLAIN, "-c", BOUNDED, SHELL));
            bounded.addAll(argv);
            var variables = new HashMap<>(own);
            variables.put("TMPDIR", scratch.path().toString());
            var program = new Spawn.Program(bounded, run.cwd(), environment.looking(execution, variables, run.env()));
            return new Cell(
                    run.profile(),
                    program,
                    enclosure(run.profile(), Optional.of(scratch.path())),
                    Optional.of(scratch));
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private Enclosure enclosure(Profile profile, Optional<Path> scratch) throws IOException {
        try {
            return enclosures.prepare(profile, scratch);
        } catch (NotHeld e) {
            throw cannotHold(profile, e);
        }
    }

    /** Never weaker instead: the person who asked decides what next. */
    private static IOException cannotHold(Profile profile, NotHeld cause) {
        String advice = switch (profile) {
            case LOOK, INSPECT -> "have it approved as 'change'";
            case CHANGE ->
                "let the operator run as root where mount namespaces may be made, or as another user than root,"
                        + " or have it approved as 'system'";
            case SYSTEM -> "start the operator on another kernel";
        };
        return new IOException(
                "this host's kernel cannot hold a command to '" + profile.wireName() + "': " + cause.getMessage() + "; "
                        + advice,
                cause);
    }
}
