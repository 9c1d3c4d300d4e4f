package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileActionTest {
    private static final String PATH = "/srv/grüße/app.conf";
    private static final String VERSION = "0123456789abcdef0123456789abcdef01234567";
    private static final Digest BASE = Digest.of(Samples.bytes(3, 1));
    private static final Map<String, Action> ONE_OF_EACH = Map.of(
            "read-file",
            new ReadFile(PATH, VERSION, 5, 4096),
            "list-directory",
            new ListDirectory("/"),
            "file-history",
            new FileHistory(PATH),
            "write-file",
            new WriteFile(PATH, Bytes.wrap("port 81\n".getBytes(StandardCharsets.UTF_8)), BASE, "640"),
            "delete-file",
            new DeleteFile(PATH, BASE),
            "restore-file",
            new RestoreFile(PATH, VERSION, Digest.of(Samples.bytes(3, 2)), FileAction.ABSENT),
            "undo-batch",
            new UndoBatch(BatchId.of(Samples.bytes(16, 4)), List.of(PATH, "/etc/app.conf")));

    @Test
    void everyActionIsFrozenForEver() {
        assertThat(ONE_OF_EACH).hasSize(7);
        ONE_OF_EACH.forEach((name, action) -> {
            assertThat(action.type()).isEqualTo(name);
            Frozen frozen = frozen(action);
            assertThat(frozen.bytes().hex())
                    .as(name)
                    .isEqualTo(
                            Bytes.wrap(new GoldenFile("signed/" + name).bytes()).hex());
            assertThat(Frozen.thaw(frozen.bytes().array()).proposal().action()).isEqualTo(action);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "etc/motd",
                "/etc/../etc/motd",
                "/etc/./motd",
                "/etc//motd",
                "/etc/motd/",
                "/..",
                "/etc/mo\0td",
                "/half\ud83d"
            })
    void aPathHasOneSpelling(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> ReadFile.whole(path));
        assertThatIllegalArgumentException().isThrownBy(() -> new ListDirectory(path));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeleteFile(path, BASE));
    }

    @Test
    void theRootIsAFolder() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReadFile.whole("/"));
        assertThat(new ListDirectory("/").path()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4755", "2755", "rwx", "888", "", "64"})
    void noModeGivesRights(String mode) {
        assertThatIllegalArgumentException().isThrownBy(() -> new WriteFile(PATH, Bytes.EMPTY, BASE, mode));
    }

    @Test
    void whatCannotTravelIsRefusedBeforeItIsSent() {
        var largest = Bytes.wrap(new byte[FileAction.MAX_CONTENT]);
        assertThat(frozen(new WriteFile(PATH, largest, BASE, FileAction.KEEP))
                        .bytes()
                        .size())
                .isLessThan(FileAction.MAX_CONTENT + 8 * 1024);
        var larger = Bytes.wrap(new byte[FileAction.MAX_CONTENT + 1]);
        assertThatIllegalArgumentException().isThrownBy(() -> new WriteFile(PATH, larger, BASE, FileAction.KEEP));
    }

    @Test
    void nothingIsMadeOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DeleteFile(PATH, FileAction.ABSENT));
        assertThatIllegalArgumentException().isThrownBy(() -> new RestoreFile(PATH, VERSION, FileAction.ABSENT, BASE));
        assertThatIllegalArgumentException().isThrownBy(() -> new RestoreFile(PATH, "HEAD", BASE, BASE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReadFile(PATH, "", -1, 0));
    }

    @Test
    void anUndoNamesEachFileOnceAndAtLeastOne() {
        var undo = new UndoBatch(BatchId.of(new byte[16]), List.of("/srv/b", "/srv/a", "/srv/b"));
        assertThat(undo.paths()).containsExactly("/srv/a", "/srv/b");
        assertThat(undo.words()).isEqualTo("undo " + undo.batch() + ": /srv/a, /srv/b");
        assertThatIllegalArgumentException().isThrownBy(() -> new UndoBatch(undo.batch(), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new UndoBatch(undo.batch(), List.of("/srv/../etc/a")));
    }

    private static Frozen frozen(Action action) {
        Proposal proposal = Samples.PROPOSAL;
        return Frozen.freeze(new Proposal(
                proposal.id(),
                proposal.workspace(),
                action,
                proposal.strategy(),
                proposal.limits(),
                proposal.policy(),
                proposal.validity(),
                proposal.targetCount(),
                proposal.root()));
    }
}
