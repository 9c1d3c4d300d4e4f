package ai.dropops.protocol.action;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Canonical.Reader;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The one encoding of each action: an array that begins with its type. */
final class ActionForm {
    private ActionForm() {}

    static void write(CBORGenerator out, Action action) throws IOException {
        switch (action) {
            case RunCommand run -> write(out, run);
            case ReadFile read -> {
                open(out, 5, read);
                Canonical.text(out, read.version());
                out.writeNumber(read.offset());
                out.writeNumber(read.limit());
            }
            case ListDirectory list -> open(out, 2, list);
            case FileHistory history -> open(out, 2, history);
            case WriteFile write -> {
                open(out, 5, write);
                out.writeBinary(write.content().array());
                Canonical.digest(out, write.base());
                Canonical.text(out, write.mode());
            }
            case DeleteFile delete -> {
                open(out, 3, delete);
                Canonical.digest(out, delete.base());
            }
            case RestoreFile restore -> {
                open(out, 5, restore);
                Canonical.text(out, restore.version());
                Canonical.digest(out, restore.content());
                Canonical.digest(out, restore.base());
            }
            case UndoBatch undo -> {
                Canonical.array(out, 3);
                Canonical.text(out, undo.type());
                out.writeBinary(undo.batch().bytes());
                Canonical.array(out, undo.paths().size());
                for (String path : undo.paths()) {
                    Canonical.text(out, path);
                }
                out.writeEndArray();
            }
        }
        out.writeEndArray();
    }

    static Action read(Reader in) throws IOException {
        in.openArray();
        String type = in.text();
        Action action = switch (type) {
            case "run-command" -> readCommand(in);
            case "read-file" -> new ReadFile(in.text(), in.text(), in.number(), in.number());
            case "list-directory" -> new ListDirectory(in.text());
            case "file-history" -> new FileHistory(in.text());
            case "write-file" -> new WriteFile(in.text(), Bytes.wrap(in.binary()), in.digest(), in.text());
            case "delete-file" -> new DeleteFile(in.text(), in.digest());
            case "restore-file" -> new RestoreFile(in.text(), in.text(), in.digest(), in.digest());
            case "undo-batch" -> new UndoBatch(BatchId.of(in.binary()), readTexts(in));
            default -> throw new IllegalArgumentException("no action is called " + type);
        };
        in.closeArray();
        return action;
    }

    private static void open(CBORGenerator out, int fields, FileAction action) throws IOException {
        Canonical.array(out, fields);
        Canonical.text(out, action.type());
        Canonical.text(out, action.path());
    }

    private static void write(CBORGenerator out, RunCommand run) throws IOException {
        Canonical.array(out, 7);
        Canonical.text(out, run.type());
        Canonical.text(out, run.command());
        Canonical.text(out, run.cwd());
        Canonical.array(out, 2 * run.env().size());
        for (var variable : run.env().entrySet()) {
            Canonical.text(out, variable.getKey());
            Canonical.text(out, variable.getValue());
        }
        out.writeEndArray();
        Canonical.text(out, run.user());
        Canonical.text(out, run.profile().wireName());
        Canonical.digest(out, run.stdin());
    }

    private static List<String> readTexts(Reader in) throws IOException {
        var texts = new ArrayList<String>();
        in.openArray();
        while (!in.closesArray()) {
            texts.add(in.currentText());
        }
        return texts;
    }

    private static RunCommand readCommand(Reader in) throws IOException {
        String command = in.text();
        String cwd = in.text();
        var env = new TreeMap<String, String>();
        in.openArray();
        while (!in.closesArray()) {
            env.put(in.currentText(), in.text());
        }
        return new RunCommand(command, cwd, env, in.text(), Profile.ofWireName(in.text()), in.digest());
    }
}
