package ai.dropops.protocol.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.dropops.protocol.identity.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnifiedDiffTest {
    private static final String PATH = "/srv/app.conf";

    @Test
    void aChangedLineStandsInItsContext() {
        assertThat(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("""
                        --- a/srv/app.conf
                        +++ b/srv/app.conf
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void aNewFileAndADeletedOneComeFromAndGoToNowhere() {
        assertThat(UnifiedDiff.of(PATH, Optional.empty(), bytes("a\n")))
                .isEqualTo("--- /dev/null\n+++ b/srv/app.conf\n@@ -0,0 +1 @@\n+a\n");
        assertThat(UnifiedDiff.of(PATH, bytes("a\n"), Optional.empty()))
                .isEqualTo("--- a/srv/app.conf\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
    }

    @Test
    void aMissingLineFeedIsSeen() {
        assertThat(diff("a\n", "a")).contains("-a\n+a\n\\ No newline at end of file\n");
    }

    @Test
    void whatIsNoTextIsToldBySize() {
        assertThat(UnifiedDiff.of(PATH, Optional.of(Bytes.wrap(new byte[] {0, 1})), bytes("abc")))
                .isEqualTo("binary /srv/app.conf: 2 bytes → 3 bytes\n");
        assertThat(UnifiedDiff.of(PATH, Optional.empty(), Optional.of(Bytes.wrap(new byte[] {(byte) 0xff}))))
                .isEqualTo("binary /srv/app.conf: absent → 1 bytes\n");
    }

    @Test
    void manyChangedLinesAreAllThere() {
        String old = new Random(1).ints(3_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        String young = new Random(2).ints(3_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertThat(diff(old, young).lines()).hasSize(6_003);
    }

    /** The tool {@code patch} makes the new file of the old one and the difference. */
    @Test
    void patchUnderstandsEveryDifference(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/patch")), "patch is not installed");
        var random = new Random(3);
        for (int round = 0; round < 60; round++) {
            String old = text(random);
            String young = round % 10 == 0 ? old : edited(old, random);
            Path file = Files.writeString(folder.resolve("file"), old);
            Path diff = Files.writeString(folder.resolve("diff"), diff(old, young));
            if (!old.equals(young)) {
                int code = new ProcessBuilder("patch", "--silent", file.toString(), diff.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
                assertThat(code).as(Files.readString(diff)).isZero();
            }
            assertThat(file).hasContent(young);
        }
    }

    private static String text(Random random) {
        return random.ints(1 + random.nextInt(60), 0, 12)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
    }

    private static String edited(String text, Random random) {
        var edited = text.lines()
                .filter(_ -> random.nextInt(6) > 0)
                .map(line -> random.nextInt(6) == 0 ? "new " + random.nextInt(9) : line)
                .collect(Collectors.joining("\n"));
        return edited.isEmpty() || random.nextBoolean() ? edited : edited + "\n";
    }

    private static String diff(String old, String young) {
        return UnifiedDiff.of(PATH, bytes(old), bytes(young));
    }

    @Test
    void theWayBackIsTheDiffOfTheTwoTurnedAround() {
        var contents =
                List.of("", "a\n", "a\nb\nc\n", "a\nB\nc", "x\ny\nb\nc\nd\ne\nf\ng\nh\ni\n", "c\nd\ne\nf\ng\nh\nI\n");
        for (String old : contents) {
            for (String young : contents) {
                assertThat(UnifiedDiff.reversed(UnifiedDiff.of(PATH, bytes(old), bytes(young))))
                        .isEqualTo(UnifiedDiff.of(PATH, bytes(young), bytes(old)));
            }
        }
        assertThat(UnifiedDiff.reversed(UnifiedDiff.of(PATH, Optional.empty(), bytes("a\n"))))
                .isEqualTo(UnifiedDiff.of(PATH, bytes("a\n"), Optional.empty()));
        assertThat(UnifiedDiff.reversed("binary " + PATH + ": absent → 3 bytes\n"))
                .isEqualTo("binary " + PATH + ": 3 bytes → absent\n");
        assertThat(UnifiedDiff.reversed("")).isEmpty();
    }

    private static Optional<Bytes> bytes(String text) {
        return Optional.of(Bytes.wrap(text.getBytes(UTF_8)));
    }
}
