package ai.dropops.operator.cli;

import ai.dropops.operator.vault.Folder;
import ai.dropops.operator.vault.Vault;
import ai.dropops.operator.vault.VaultDamaged;
import ai.dropops.operator.vault.VaultFailure;
import ai.dropops.operator.vault.VaultKeyFile;
import ai.dropops.operator.vault.VaultLocked;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.audit.Witness;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Secret;
import java.io.BufferedWriter;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Carries out tasks on the records in a folder no operator runs in; results go to {@code out}. */
public record Upkeep(Folder folder, PrintStream out, Clock clock) {
    private static final String CONFIRMATION = "DESTROY";
    private static final List<String> RECORDS = List.of(
            "identity",
            "dropops.db",
            "dropops.db-wal",
            "dropops.db-shm",
            "chain.key",
            VaultKeyFile.NAME,
            "spool",
            "ledger");
    /** Nothing is forgotten by looking. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** What came of it: nothing to add, or the problem to end with. */
    public Optional<Problem> carryOut(Task task) {
        try {
            if (!(task instanceof Task.Reset) && !Files.exists(file())) {
                return Optional.of(new Problem(
                        Exit.BAD_INPUT, "there is no vault in " + folder.path(), "start in the operator's folder"));
            }
            return switch (task) {
                case Task.Rekey(var before, var next) -> rekey(before, next);
                case Task.Verify(var key, var witness) -> verify(key, witness);
                case Task.Export(var key, var to) -> export(key, to);
                case Task.Reset(boolean confirmed) -> reset(confirmed);
            };
        } catch (NoKey e) {
            return Optional.of(new Problem(Exit.BAD_INPUT, String.valueOf(e.getMessage()), e.advice));
        } catch (VaultLocked e) {
            return Optional.of(locked(e, task instanceof Task.Rekey));
        } catch (VaultDamaged | VaultFailure e) {
            return Optional.of(
                    new Problem(Exit.VAULT, String.valueOf(e.getMessage()), "keep a copy of the folder as evidence"));
        } catch (IOException | UncheckedIOException e) {
            return Optional.of(new Problem(Exit.FAILED, String.valueOf(e.getMessage()), ""));
        }
    }

    /** What to say to somebody with the wrong key. */
    public static Problem locked(VaultLocked locked, boolean rekeying) {
        return new Problem(
                Exit.VAULT,
                String.valueOf(locked.getMessage()),
                rekeying
                        ? "--old-key is not the key it was locked with; nothing was changed"
                        : "use that key, or --rekey-vault --old-key KEY to go on with the new one, or --reset-vault to"
                                + " destroy it; nothing was changed");
    }

    private Optional<Problem> rekey(Optional<ApiKey> before, Optional<ApiKey> next) throws IOException {
        Secret old = before.map(ApiKey::text)
                .or(this::own)
                .orElseThrow(() -> new NoKey("no old API key", "give --old-key or set DROPOPS_OPERATOR_OLD_API_KEY"));
        if (next.isEmpty() && before.isEmpty()) {
            throw new NoKey("no new API key", "set " + CommandLine.KEY_VARIABLE + " to it");
        }
        Vault.rekey(file(), old, next.isPresent() ? next.get().text() : VaultKeyFile.in(folder), clock);
        if (next.isPresent()) {
            VaultKeyFile.forget(folder);
        }
        out.println("The vault opens with the new key only.");
        return Optional.empty();
    }

    private Secret key(Optional<ApiKey> given) {
        return given.map(ApiKey::text)
                .or(this::own)
                .orElseThrow(() -> new NoKey("no API key", "set " + CommandLine.KEY_VARIABLE + " to the operator's"));
    }

    private Optional<Secret> own() {
        try {
            return VaultKeyFile.find(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing was given that could open the vault. */
    private static final class NoKey extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String advice;

        NoKey(String message, String advice) {
            super(message);
            this.advice = advice;
        }
    }

    private Optional<Problem> verify(Optional<ApiKey> key, Optional<Path> witness) throws IOException {
        Optional<Witness> known = Optional.empty();
        if (witness.isPresent()) {
            try {
                known = Optional.of(Witness.parse(Files.readAllLines(witness.get())));
            } catch (NoSuchFileException | IllegalArgumentException e) {
                return Optional.of(new Problem(
                        Exit.BAD_INPUT,
                        witness.get() + " is no witness file: " + e.getMessage(),
                        "get it from the control plane"));
            }
        }
        var verifier = new Verifier(known);
        try (Vault vault = Vault.open(file(), key(key), FOR_EVER, clock)) {
            vault.export(verifier::read);
            Finding finding = verifier.finish();
            Optional<String> changed = finding.holds() ? vault.changedContent() : Optional.empty();
            if (finding.holds() && changed.isEmpty()) {
                finding.lines().forEach(out::println);
                return Optional.empty();
            }
            String flaw = changed.orElse(finding.lines().getFirst());
            return Optional.of(new Problem(
                    Exit.VAULT, "the vault does not hold: " + flaw, "keep a copy of the folder as evidence"));
        }
    }

    private Optional<Problem> export(Optional<ApiKey> key, Path to) throws IOException {
        try (Vault vault = Vault.open(file(), key(key), FOR_EVER, clock);
                BufferedWriter writer = Files.newBufferedWriter(to, StandardOpenOption.CREATE_NEW)) {
            vault.export(line -> write(writer, line));
        }
        out.println("Verify it anywhere with: dropops history verify " + to);
        return Optional.empty();
    }

    private static void write(BufferedWriter writer, String line) {
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Problem> reset(boolean confirmed) throws IOException {
        if (!confirmed && !isConfirmed()) {
            return Optional.of(new Problem(
                    Exit.BAD_INPUT, "nothing was destroyed", "type " + CONFIRMATION + " on a terminal, or add --yes"));
        }
        for (String name : RECORDS) {
            delete(folder.resolve(name));
        }
        out.println("All records in " + folder.path() + " are destroyed. Start with a new API key.");
        return Optional.empty();
    }

    private boolean isConfirmed() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readLine(
                        "This destroys everything this operator has recorded in %s: executions, output, versions of files,"
                                + " history, identity.%nType %s to go on: ",
                        folder.path(), CONFIRMATION))
                .filter(CONFIRMATION::equals)
                .isPresent();
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path file() {
        return folder.resolve("dropops.db");
    }
}
