package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.sign.ApproverKey;
import ai.dropops.protocol.action.Approvers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Agrees to a changed approver file, as one of those the hosts know so far. */
@Command(name = "sign", description = "Sign a changed approver file, as somebody the hosts know so far.")
final class SignApprovers implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "FILE", description = "the new approver file; the signature is added to its end")
    private Path file = Path.of("");

    @Option(names = "--key", paramLabel = "FILE", description = "your key", required = true)
    private Path key = Path.of("");

    SignApprovers(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    @Override
    public Integer call() {
        try {
            String text = Files.readString(file);
            if (!text.endsWith("\n")) {
                text += "\n";
                Files.writeString(file, "\n", StandardOpenOption.APPEND);
            }
            Approvers next = Approvers.parse(text);
            ApproverKey signing = ApproverKey.load(key, dropOps::passphrase);
            if (next.signatures().containsKey(signing.verifying())) {
                throw new IllegalArgumentException("this key has signed it already");
            }
            String line = Approvers.signature(text, signing.verifying(), signing::sign);
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
            dropOps.show(
                    Json.object().put("version", next.version()).put("signature", line),
                    () -> dropOps.screen().line("signed version " + next.version()));
            return ExitCode.OK;
        } catch (IOException | IllegalArgumentException e) {
            throw Problem.badInput(file + " cannot be signed: " + e.getMessage(), "")
                    .refused();
        }
    }
}
