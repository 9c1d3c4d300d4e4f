package ai.dropops.operator.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.dropops.operator.confine.Holes;
import ai.dropops.protocol.action.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is the operator's and the command line's is out of every command's reach, by whatever name. */
final class OwnFilesUnderCommandsTest {
    @TempDir
    Path temporary;

    private Workplace place;
    private Path config;
    private Path settings;
    private Path secret;
    private Path aside;

    @BeforeEach
    void open() throws IOException {
        Path folder = temporary.toRealPath();
        config = folder.resolve("config");
        settings = Files.createDirectories(config.resolve("dropops"));
        Files.writeString(settings.resolve("cli.json"), "token");
        Files.writeString(settings.resolve("ada.approver"), "key");
        aside = Files.createDirectory(folder.resolve("aside"));
        place = Workplace.in(folder, Map.of("XDG_CONFIG_HOME", config.toString()));
        secret = place.home.resolve("secret");
    }

    @Test
    void anApprovedCommandLeavesTheCommandLinesSettingsAlone() throws Exception {
        for (String command : List.of(
                "echo http://elsewhere > SETTINGS/cli.json",
                "truncate -s 0 SETTINGS/cli.json",
                "sed -i s/token/other/ SETTINGS/cli.json",
                "rm SETTINGS/ada.approver",
                "cp /dev/null SETTINGS/ada.approver",
                "mv SETTINGS/cli.json WORK/",
                "mv SETTINGS WORK/",
                "mv CONFIG CONFIG.2",
                "touch SETTINGS/new",
                "ln -sfn /etc SETTINGS")) {
            assertFails(Profile.CHANGE, command);
        }
        assertUntouched();
        assertThat(place.run(Profile.CHANGE, "ls " + settings).output()).isEqualTo("ada.approver\ncli.json\n");
        assertFails(Profile.LOOK, "cat SETTINGS/cli.json");
    }

    @Test
    void noCommandGivesThemAnotherName() throws Exception {
        for (String command : List.of(
                "ln SECRET WORK/x",
                "ln SETTINGS/cli.json WORK/x",
                "cp -l SETTINGS/ada.approver WORK/x",
                "perl -e 'link(q(SECRET), q(WORK/x)) or die'")) {
            assertFails(Profile.CHANGE, command);
            assertFails(Profile.LOOK, command.replace("WORK", "$TMPDIR"));
        }
        assertThat(place.work.resolve("x")).doesNotExist();
        assertThat(Files.getAttribute(secret, "unix:nlink")).isEqualTo(1);
    }

    @Test
    void noOtherMountLeadsToThem() throws Exception {
        assumeTrue(Shell.confinement(place.home).root(), "only root can mount what belongs to this host");
        Map<Path, String> mounted = Map.of(
                place.home,
                "secret",
                place.home.getParent(),
                ".dropops/secret",
                settings,
                "cli.json",
                config,
                "dropops/cli.json");
        for (var own : mounted.entrySet()) {
            String there = "ASIDE/" + own.getValue();
            Holes.whereAlsoAt(aside, own.getKey(), () -> {
                assertThat(aside.resolve(own.getValue())).exists();
                assertFails(Profile.LOOK, "cat " + there);
                assertFails(Profile.CHANGE, "echo x > " + there);
                assertFails(Profile.CHANGE, "rm " + there);
                return own;
            });
        }
        assertUntouched();
    }

    private void assertFails(Profile profile, String command) throws Exception {
        Workplace.Result result = place.run(
                profile,
                command.replace("SETTINGS", settings.toString())
                        .replace("CONFIG", config.toString())
                        .replace("SECRET", secret.toString())
                        .replace("WORK", place.work.toString())
                        .replace("ASIDE", aside.toString()));
        assertThat(result.exitCode()).as("%s: %s", command, result.output()).isNotZero();
    }

    private void assertUntouched() {
        assertThat(settings.resolve("cli.json")).hasContent("token");
        assertThat(settings.resolve("ada.approver")).hasContent("key");
        assertThat(secret).hasContent("of the vault\n");
    }
}
