package ai.dropops.operator.confine;

import static ai.dropops.protocol.guard.path.ProtectedPaths.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Verdict;
import ai.dropops.protocol.guard.path.PathGlob;
import ai.dropops.protocol.identity.Bytes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard and the kernel keep the same paths. */
final class ProtectedPathsTest {
    private static final int FEWEST = 75;
    private static final int FEWEST_GLOBS = 80;

    private static final HostFacts SOLO = new HostFacts(HostFacts.Kind.SOLO, Confinement.NONE);

    @TempDir
    Path home;

    @Test
    void whatTheKernelKeepsTheGuardDeniesToo() {
        Set<Path> kept = ProtectedPaths.all();
        assertThat(kept).hasSizeGreaterThan(FEWEST);
        for (Path path : kept) {
            var write = new WriteFile(path.toString(), Bytes.EMPTY, FileAction.ABSENT, FileAction.KEEP);
            assertThat(Guard.judge(write, SOLO, Policy.defaults()))
                    .as(path.toString())
                    .isInstanceOf(Verdict.Deny.class);
        }
    }

    /** But for a name in any folder, which has no place a mount could hold, and wildcards that match nothing yet. */
    @Test
    void whatTheGuardDeniesTheKernelKeepsToo() {
        Set<Path> kept = Places.of(home, Map.of()).fixed();
        assertThat(SYSTEM.globs()).hasSizeGreaterThan(FEWEST_GLOBS);
        assertThat(SYSTEM.globs().stream()
                        .filter(PathGlob::hasPlace)
                        .map(PathGlob::toString)
                        .filter(glob -> !glob.replace("/**", "").contains("*")))
                .hasSizeGreaterThan(FEWEST)
                .allSatisfy(glob -> assertThat(kept).contains(Path.of(glob.replace("/**", ""))));
    }

    @Test
    void whatOneSideLackedIsKeptByBoth() {
        assertThat(ProtectedPaths.all().stream().map(Path::toString))
                .contains("/etc/passwd-", "/etc/shadow-", "/etc/doas.conf", "/etc/polkit-1", "/etc/udev")
                .contains("/etc/modprobe.d", "/usr/libx32", "/etc/cron.allow", "/etc/cron.deny", "/root/.bash_login");
    }

    @Test
    void namesWithWildcardsAreThoseThatAreThere() {
        assertThat(ProtectedPaths.all())
                .as("never the wildcard itself, nor the folder it stands in")
                .noneMatch(path -> path.toString().contains("*"))
                .doesNotContain(Path.of("/etc"), Path.of("/"));
    }
}
