package ai.dropops.cli;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Table;
import ai.dropops.cli.print.Table.Cell;
import ai.dropops.cli.print.Visible;
import ai.dropops.cli.sign.ApproverKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists keys to approve with, by their public halves; it needs no control plane. */
@Command(name = "list", description = "List the keys of your own in a folder.")
final class ListKeys implements Callable<Integer> {
    private final DropOps dropOps;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "the folder (default: this one)")
    private Path folder = Path.of("");

    ListKeys(DropOps dropOps) {
        this.dropOps = dropOps;
    }

    private record Listed(String file, String publicLine, boolean encrypted) {}

    @Override
    public Integer call() {
        List<Listed> keys = files().stream()
                .map(file -> new Listed(file.toString(), ApproverKey.publicLine(file), ApproverKey.isEncrypted(file)))
                .toList();
        var json = Json.object();
        json.set("keys", Json.of(keys));
        dropOps.show(json, () -> print(keys));
        return ExitCode.OK;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(CreateKey.SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Problem.badInput("the folder cannot be read: " + e, "").refused();
        }
    }

    private void print(List<Listed> keys) {
        if (keys.isEmpty()) {
            dropOps.screen().note("there are none; make one with: dropops keys create");
            return;
        }
        var table = new Table("FILE", "PASSPHRASE", "PUBLIC LINE");
        keys.forEach(key -> table.add(
                Cell.of(Visible.line(key.file())),
                Cell.of(key.encrypted() ? "yes" : "NO"),
                Cell.of(Visible.line(key.publicLine()))));
        table.printTo(dropOps.screen());
    }
}
