package ai.dropops.protocol.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.RestoreFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileGuardTest {
    private static final HostFacts CONFINED =
            new HostFacts(HostFacts.Kind.SOLO, new Confinement(EnumSet.allOf(Profile.class), 7, true, true));
    private static final HostFacts BARE = new HostFacts(HostFacts.Kind.SOLO, Confinement.NONE);
    private static final Digest BASE = Digest.of(new byte[0]);
    private static final String VERSION = "0".repeat(40);

    @Test
    void takingBackIsJudgedByEveryFileItNames() {
        var batch = BatchId.of(new byte[16]);
        assertThat(Guard.judge(new UndoBatch(batch, List.of("/srv/a", "/etc/passwd")), CONFINED, Policy.defaults()))
                .isInstanceOfSatisfying(
                        Verdict.Deny.class, deny -> assertThat(deny.effects()).hasSize(2));
        assertThat(Guard.judge(new UndoBatch(batch, List.of("/srv/a", "/root/.netrc")), CONFINED, Policy.defaults()))
                .isInstanceOfSatisfying(
                        Verdict.Ask.class, ask -> assertThat(ask.risk()).isEqualTo(Risk.HIGH));
        assertThat(Guard.judge(new UndoBatch(batch, List.of("/srv/a")), CONFINED, Policy.defaults()))
                .isInstanceOfSatisfying(Verdict.Ask.class, ask -> {
                    assertThat(ask.risk()).isEqualTo(Risk.MEDIUM);
                    assertThat(ask.effects().getFirst().words()).isEqualTo("takes back what was changed in /srv/a");
                });
    }

    @Test
    void ordinaryReadsRunUnaskedWhereTheHostCanBeHeldToThem() {
        assertThat(judge(ReadFile.whole("/etc/nginx/nginx.conf"))).isInstanceOf(Verdict.Allow.class);
        assertThat(judge(new ListDirectory("/"))).isInstanceOf(Verdict.Allow.class);
        assertThat(Guard.judge(ReadFile.whole("/etc/hostname"), BARE, Policy.defaults()))
                .isInstanceOfSatisfying(
                        Verdict.Ask.class, ask -> assertThat(ask.risk()).isEqualTo(Risk.LOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/shadow", "/root/.ssh/id_ed25519", "/home/a/.ssh/id_rsa"})
    void secretsAreAskedFor(String path) {
        assertThat(judge(ReadFile.whole(path))).isInstanceOf(Verdict.Ask.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/etc/sudoers.d/x",
                "/usr/bin/ls",
                "/root/.ssh/authorized_keys",
                "/boot/x",
                "/etc/cron.d/x"
            })
    void protectedPathsAreChangedByNobody(String path) {
        for (FileAction action : changes(path)) {
            assertThat(judge(action)).as(action.type()).isInstanceOf(Verdict.Deny.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/.dropops/data/dropops.db",
                "/.dropops/x",
                "/proc/self/environ",
                "/sys/x",
                "/dev/mem",
                "/dev/shm/x"
            })
    void ourOwnFilesAndTheKernelsAreOutOfReach(String path) {
        assertThat(judge(ReadFile.whole(path))).isInstanceOf(Verdict.Deny.class);
        assertThat(judge(new ListDirectory(path))).isInstanceOf(Verdict.Deny.class);
        for (FileAction action : changes(path)) {
            assertThat(judge(action)).isInstanceOf(Verdict.Deny.class);
        }
    }

    @Test
    void changesAskAndSayWhatTheyDo() {
        assertThat(words(write("/srv/app.conf", BASE, "keep"))).containsExactly("writes /srv/app.conf");
        assertThat(words(write("/srv/app.conf", FileAction.ABSENT, "640")))
                .containsExactly("creates /srv/app.conf", "gives mode 640 to /srv/app.conf");
        assertThat(words(new DeleteFile("/srv/app.conf", BASE))).containsExactly("deletes /srv/app.conf");
        assertThat(words(new RestoreFile("/srv/app.conf", VERSION, BASE, BASE)))
                .containsExactly("restores /srv/app.conf");
    }

    @Test
    void thePolicyBoundsPathsAndSizes() {
        Policy policy = Policy.parse("version: 1\npaths: {write: {deny: [/srv/**]}, read: {deny: [/srv/private/**]}}");
        assertThat(Guard.judge(write("/srv/a", BASE, "keep"), CONFINED, policy)).isInstanceOf(Verdict.Deny.class);
        assertThat(Guard.judge(write("/opt/a", BASE, "keep"), CONFINED, policy)).isInstanceOf(Verdict.Ask.class);
        assertThat(Guard.judge(ReadFile.whole("/srv/private/a"), CONFINED, policy))
                .isInstanceOf(Verdict.Deny.class);
    }

    private static Iterable<String> words(FileAction action) {
        var ask = (Verdict.Ask) judge(action);
        assertThat(ask.risk()).isEqualTo(Risk.MEDIUM);
        assertThat(ask.profile()).isEqualTo(Profile.CHANGE);
        return ask.effects().stream().map(Effect::words).toList();
    }

    private static FileAction[] changes(String path) {
        return new FileAction[] {
            write(path, BASE, "keep"), new DeleteFile(path, BASE), new RestoreFile(path, VERSION, BASE, BASE)
        };
    }

    private static WriteFile write(String path, Digest base, String mode) {
        return new WriteFile(path, Bytes.EMPTY, base, mode);
    }

    private static Verdict judge(FileAction action) {
        return Guard.judge(action, CONFINED, Policy.defaults());
    }
}
