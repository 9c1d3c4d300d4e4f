package ai.dropops.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.protocol.identity.OperatorId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static final String KEY =
            ApiKey.of(OperatorId.of(new byte[16]), new byte[32]).text().reveal();
    private static final String TOKEN =
            LinkToken.of(DeviceLinkId.of(new byte[16]), new byte[32]).text().reveal();
    private static final Map<String, String> ENVIRONMENT = Map.of("DROPOPS_OPERATOR_API_KEY", KEY);

    @Test
    void aKeyInTheEnvironmentIsEnough() {
        Settings settings = settings();
        assertThat(settings.credential()).contains(new Credential.Key(ApiKey.parse(KEY)));
        assertThat(settings.endpoint()).isEqualTo("prod");
        assertThat(settings.kind()).isEqualTo(HostFacts.Kind.SOLO);
        assertThat(settings.outputLimit()).isEqualTo(2L << 30);
        assertThat(settings.toString()).doesNotContain(KEY.substring(30));
    }

    @Test
    void everyWorkingOptionIsUnderstood() {
        Settings settings = settings(
                "-k",
                KEY,
                "--endpoint-url=wss://h:1",
                "-c",
                "-s",
                "-l",
                "debug",
                "--ca-sha256",
                "AB".repeat(32),
                "--output-limit",
                "1");
        assertThat(settings.endpoint()).isEqualTo("wss://h:1");
        assertThat(settings.kind()).isEqualTo(HostFacts.Kind.CLOUD);
        assertThat(settings.log()).isEqualTo(LogLevel.DEBUG);
        assertThat(settings.authority().orElseThrow().hex()).isEqualTo("ab".repeat(32));
        assertThat(settings.outputLimit()).isEqualTo(1 << 20);
    }

    @Test
    void whatDoesNotWorkYetSaysSo() {
        assertThat(problem("--provider", "gcp")).contains("--provider does not work yet");
    }

    @Test
    void tasksOnTheVaultAreUnderstoodOneAtATime() {
        Optional<ApiKey> key = Optional.of(ApiKey.parse(KEY));
        assertThat(task("--verify-vault")).isEqualTo(new Task.Verify(key, Optional.empty()));
        assertThat(task("--verify-vault", "--witness", "w")).isEqualTo(new Task.Verify(key, Optional.of(Path.of("w"))));
        assertThat(task("--rekey-vault", "--old-key", KEY)).isEqualTo(new Task.Rekey(key, key));
        assertThat(task("--rekey-vault")).isEqualTo(new Task.Rekey(Optional.empty(), key));
        assertThat(task("--export-history", "h")).isEqualTo(new Task.Export(key, Path.of("h")));
        assertThat(task("--reset-vault")).isEqualTo(new Task.Reset(false));
        assertThat(task("--reset-vault", "--yes")).isEqualTo(new Task.Reset(true));
        assertThat(problem("--old-key", KEY)).contains("goes with --rekey-vault");
        assertThat(problem("--yes")).contains("goes with --reset-vault");
        assertThat(problem("--verify-vault", "--reset-vault")).contains("one after the other");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(problem("--nonsense"))
                .contains("'--nonsense' is not an option")
                .contains("--help");
        assertThat(problem("operate")).contains("'operate'");
        assertThat(problem("-e")).contains("needs a value");
        assertThat(problem("--cloud=yes")).contains("takes no value");
        assertThat(problem("-l", "loud")).contains("loud").contains("info, error or debug");
        assertThat(problem("-c", "--cloud")).contains("twice");
        assertThat(problem("--ca-sha256", "12")).contains("64 hexadecimal");
        assertThat(problem("--output-limit", "0")).contains("MiB");
        assertThat(problem("--output-limit", "lots")).contains("MiB");
        assertThat(problem("-k", "dok_wrong"))
                .contains("not an operator API key")
                .doesNotContain("dok_wrong");
        assertThat(problem("-S", "dlk_wrong"))
                .contains("not a device-link token")
                .doesNotContain("dlk_wrong")
                .doesNotContain("\n");
        assertThat(problem("-S", TOKEN, "-k", KEY)).contains("both given");
    }

    @Test
    void aTokenIsTakenWhereNoKeyIsNearer() {
        var token = new Credential.Token(LinkToken.parse(TOKEN));
        var both = Map.of("DROPOPS_OPERATOR_SESSION", TOKEN, "DROPOPS_OPERATOR_API_KEY", KEY);

        assertThat(settings("-S", TOKEN).credential()).contains(token);
        assertThat(credential(Map.of("DROPOPS_OPERATOR_SESSION", " " + TOKEN + "\n")))
                .contains(token);
        assertThat(credential(both)).contains(new Credential.Key(ApiKey.parse(KEY)));
        assertThat(credential(Map.of("DROPOPS_OPERATOR_API_KEY", ""))).isEmpty();
        assertThat(settings("-S", TOKEN).toString()).doesNotContain(TOKEN.substring(30));
    }

    @Test
    void helpNamesEveryOptionAndExitCode() {
        assertThat(CommandLine.parse(List.of("--help"), Map.of())).isEqualTo(new Request.ShowHelp());
        assertThat(CommandLine.parse(List.of("-v"), Map.of())).isEqualTo(new Request.ShowVersion());
        assertThat(Help.text())
                .contains("--ca-sha256", "--verify-vault", "DROPOPS_OPERATOR_API_KEY", "5  the control plane");
        assertThat(Option.values()).allSatisfy(option -> assertThat(Help.text()).contains(option.longName()));
    }

    private static Optional<Credential> credential(Map<String, String> environment) {
        return ((Request.Run) CommandLine.parse(List.of(), environment))
                .settings()
                .credential();
    }

    private static Settings settings(String... arguments) {
        return ((Request.Run) CommandLine.parse(List.of(arguments), ENVIRONMENT)).settings();
    }

    private static Task task(String... arguments) {
        return ((Request.Tend) CommandLine.parse(List.of(arguments), ENVIRONMENT)).task();
    }

    private static String problem(String... arguments) {
        return ((Request.Wrong) CommandLine.parse(List.of(arguments), ENVIRONMENT))
                .problem()
                .line();
    }
}
