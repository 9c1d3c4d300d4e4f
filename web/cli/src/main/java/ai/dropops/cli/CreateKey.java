package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Keyboard;
import ai.dropops.cli.sign.ApproverKey;
import ai.dropops.cli.sign.Passphrase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a key to approve with; it needs no control plane. */
@Command(name = "create", description = "Make a key of your own to sign approvals with.")
final class CreateKey implements Callable<Integer> {
    static final String SUFFIX = ".approver";

    private final DropOps dropOps;

    @Option(names = "--name", paramLabel = "NAME", description = "whose it is, for approver files", required = true)
    private String name = "";

    @Option(names = "--out", paramLabel = "FILE", description = "where to keep it (default: NAME.approver)")
    private String out = "";

    @Option(names = "--no-passphrase", description = "keep it unencrypted; whoever reads the file can approve as you")
    private boolean noPassphrase;

    CreateKey(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        Path file = Path.of(out.isEmpty() ? name + SUFFIX : out);
        ApproverKey key = ApproverKey.create(name);
        try (Passphrase passphrase = noPassphrase ? new Passphrase(new char[0]) : chosen()) {
            key.save(file, passphrase);
        }
        var made = Json.object().put("file", file.toString()).put("publicLine", key.publicLine());
        dropOps.show(made, () -> {
            dropOps.screen().line(key.publicLine());
            dropOps.screen().note("the key is in " + file + "; the line above goes into approver files");
        });
        return ExitCode.OK;
    }

    private Passphrase chosen() {
        return dropOps.passphrase().map(Passphrase::new).orElseGet(() -> {
            char[] first = Keyboard.askSecretly("Passphrase for the key: ").orElseThrow(CreateKey::nobody);
            char[] again = Keyboard.askSecretly("Again: ").orElseThrow(CreateKey::nobody);
            boolean same = Arrays.equals(first, again) && first.length > 0;
            Arrays.fill(again, '\0');
            if (!same) {
                Arrays.fill(first, '\0');
                throw Problem.badInput("the passphrases differ or are empty", "try again, or use --no-passphrase")
                        .refused();
            }
            return new Passphrase(first);
        });
    }

    private static RuntimeException nobody() {
        return Problem.badInput(
                        "there is nobody to ask for a passphrase",
                        "set " + DropOps.PASSPHRASE + ", or use --no-passphrase")
                .refused();
    }
}
