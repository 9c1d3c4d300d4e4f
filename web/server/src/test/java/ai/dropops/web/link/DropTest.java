package ai.dropops.web.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.protocol.identity.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line from the console, run by a real bash with a real curl. */
class DropTest {
    private static final ApiKey KEY = new ApiKey(Harbour.OPERATOR, new Secret("dok_secret"));

    @TempDir
    Path temp;

    private Harbour harbour;
    private Path workplace;

    /** Stands in for the operator in the package. */
    static final class Operator {
        public static void main(String[] arguments) {
            String key = System.getenv("DROPOPS_OPERATOR_API_KEY");
            System.out.println((key == null ? System.getenv("DROPOPS_OPERATOR_SESSION") : key) + " "
                    + String.join(" ", arguments) + " on " + Runtime.version().feature());
        }
    }

    /** What came of a command line. */
    private record Ran(int code, String output) {}

    @BeforeEach
    void open() throws IOException {
        workplace = Files.createDirectory(temp.resolve("workplace"));
        harbour = new Harbour(temp, "package.modules = [java.base]");
        writeJar(temp.resolve("operator-node.jar"));
    }

    @AfterEach
    void close() {
        harbour.close();
    }

    @Test
    void theLineInstallsAndStartsTheOperatorInAnyFolder() throws Exception {
        String expected = "dok_secret -e wss://127.0.0.1:" + harbour.port() + " --ca-sha256 "
                + harbour.server.authority().hex() + " -l info on "
                + Runtime.version().feature();
        Ran first = bash(command() + " -l info");
        assertThat(first.output()).contains("fetching the operator").contains(expected);
        assertThat(first.code()).isZero();
        assertThat(workplace)
                .isDirectoryContaining("glob:**/dropops-operator")
                .isDirectoryNotContaining("glob:**/.dropops*");

        Ran second = bash(command() + " -l info");
        assertThat(second.output()).contains(expected).doesNotContain("fetching");

        Files.writeString(workplace.resolve("dropops-operator/.package"), "older");
        assertThat(bash(command()).output()).contains("fetching the operator");
    }

    @Test
    void theLineForManyHostsHandsTheTokenOver() throws Exception {
        var token = new LinkToken(DeviceLinkId.of(new byte[16]), new Secret("dlk_secret"));
        String host = "127.0.0.1:" + harbour.port();

        assertThat(bash(harbour.server.installCommand(host, token, Kind.SOLO)).output())
                .contains("dlk_secret -e wss://" + host)
                .doesNotContain("--cloud");
        assertThat(bash(harbour.server.installCommand(host, token, Kind.CLOUD)).output())
                .contains("dlk_secret -e wss://" + host)
                .contains(" --cloud on ");
    }

    @Test
    void aServerWithAnotherKeyIsNotListenedTo() throws Exception {
        String pinned = command();
        String foreign = pinned.replaceFirst("sha256//....", "sha256//AAAA");
        assertThat(foreign).isNotEqualTo(pinned);
        Ran ran = bash("set -o pipefail; " + foreign);
        assertThat(ran.code()).isNotZero();
        assertThat(ran.output()).contains("public key");
        assertThat(workplace).isEmptyDirectory();
    }

    @Test
    void withoutAKeyAndNobodyToAskItSaysWhatToDo() throws Exception {
        String line = command().replace("DROPOPS_OPERATOR_API_KEY=dok_secret ", "");
        Ran ran = bash("setsid -w bash -c \"" + line.replace("\"", "\\\"") + "\"");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).contains("set DROPOPS_OPERATOR_API_KEY");
        assertThat(workplace).isEmptyDirectory();
    }

    @Test
    void aPackageThatIsNotTheAnnouncedOneIsNotInstalled() throws Exception {
        bash(command());
        Files.writeString(workplace.resolve("dropops-operator/.package"), "older");
        try (var archives = Files.list(temp.resolve("cache"))) {
            Files.writeString(archives.findAny().orElseThrow(), "something else");
        }
        Ran ran = bash(command());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).contains("not the one that was announced");
        assertThat(workplace.resolve("dropops-operator/dropops-operator")).isExecutable();
    }

    @Test
    void aHostThatIsNoHostGetsIntoNoShell() throws Exception {
        for (String wrong : new String[] {"", "a b", "$(id)", "a;id", "a'b", "a/b", "[::1", "host:port"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> harbour.server.installCommand(wrong, KEY));
        }
        for (String right : new String[] {"example.org", "10.0.0.1:8443", "[fe80::1]:8443", "a-b.example:1"}) {
            assertThat(harbour.server.installCommand(right, KEY)).contains("https://" + right + "/drop");
        }
        Ran ran = bash("curl -sk -H 'Host: $(id)' https://127.0.0.1:" + harbour.port() + "/drop");
        assertThat(ran.output()).contains("bad-host").doesNotContain("#!/");
    }

    private String command() {
        return harbour.server.installCommand("127.0.0.1:" + harbour.port(), KEY);
    }

    private Ran bash(String line) throws IOException {
        var builder = new ProcessBuilder("bash", "-c", line)
                .directory(workplace.toFile())
                .redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.onExit().join().exitValue(), output);
    }

    private static void writeJar(Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Operator.class.getName());
        String entry = Operator.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = DropTest.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Objects.requireNonNull(in).readAllBytes());
            out.closeEntry();
        }
    }
}
