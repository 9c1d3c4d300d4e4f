package ai.dropops.protocol.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.dropops.protocol.action.Action.RunCommand;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Scripts torn apart and put together again: the guard neither fails nor hangs. For ten minutes of it:
 * {@code ./dropops mvn -pl protocol test -Dtest=GuardFuzzTest -Dfuzz.seconds=600}
 */
final class GuardFuzzTest {
    private static final long SECONDS = Long.getLong("fuzz.seconds", 2);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int LONGEST = 4_000;
    private static final List<String> PIECES = List.of(
            " ",
            "\n",
            "\t",
            ";",
            "&",
            "|",
            "&&",
            "||",
            "(",
            ")",
            "{",
            "}",
            "<",
            ">",
            ">>",
            "<<",
            "<<<",
            "<<E\n",
            "\nE\n",
            "$(",
            "`",
            "${",
            "$((",
            "))",
            "[[",
            "]]",
            "'",
            "\"",
            "\\",
            "$'",
            "#",
            "!",
            "~",
            "*",
            "?",
            "[",
            "]",
            "=",
            "x=",
            "if ",
            "then ",
            "fi",
            "for ",
            "in ",
            "do ",
            "done",
            "case ",
            "esac",
            ";;",
            "function ",
            "sudo",
            "chmod 4755 x",
            "find . -exec ",
            "{}",
            " \\;",
            "bash -c '",
            "eval ",
            "é",
            "\u00a0",
            "\ud83d\ude00",
            "$x",
            "$@",
            "2>&1",
            "<(",
            "--",
            "-",
            "{a,b}",
            "{1..9}");

    private final Random random = new Random(SEED);
    private long judged;
    private long slowest;
    private String slowestScript = "";

    @Test
    void noScriptMakesTheGuardFailOrHang() {
        List<String> seeds =
                Corpus.entries().stream().map(Corpus.Entry::command).toList();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();

        assertTimeoutPreemptively(Duration.ofSeconds(SECONDS + 60), () -> {
            while (System.nanoTime() < end) {
                judge(script(seeds));
            }
        });

        assertThat(judged).isPositive();
        System.out.printf(
                "fuzz: %d scripts in %d s, seed %d, none failed, slowest %.1f ms (%d characters)%n",
                judged, SECONDS, SEED, slowest / 1e6, slowestScript.length());
    }

    private void judge(String script) {
        long start = System.nanoTime();
        Verdict verdict = Guard.judge(
                RunCommand.of(script), new HostFacts(HostFacts.Kind.SOLO, CorpusTest.FULL), Policy.defaults());
        long took = System.nanoTime() - start;
        judged++;
        if (took > slowest) {
            slowest = took;
            slowestScript = script;
        }
        if (verdict instanceof Verdict.Deny(var _, var reason)) {
            assertThat(reason).as("seed %d: %s", SEED, script).doesNotContain("failed to judge");
        }
    }

    private String script(List<String> seeds) {
        var script = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int edits = random.nextInt(12); edits > 0 && script.length() < LONGEST; edits--) {
            int at = random.nextInt(script.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> script.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> script.delete(at, Math.min(script.length(), at + 1 + random.nextInt(6)));
                case 2 -> script.insert(at, seeds.get(random.nextInt(seeds.size())));
                case 3 -> script.insert(at, (char) (1 + random.nextInt(0x7f)));
                default -> script.append(script.substring(at));
            }
        }
        return script.toString().isBlank() || broken(script) ? "true" : script.toString();
    }

    /** Half a character, which no command may hold. */
    private static boolean broken(CharSequence script) {
        return script.chars().anyMatch(c -> Character.isSurrogate((char) c))
                && script.toString().codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
