package ai.dropops.protocol.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Action.RunCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * However a command is dressed up, its verdict is at least as strict as that of the bare command. Every run takes a seed of
 * its own and names it where it fails. To search further, or again:
 * {@code ./dropops mvn -pl protocol test -Dtest=DisguiseTest -Ddisguise.tries=100000 -Ddisguise.seed=7}
 */
final class DisguiseTest {
    private static final long SEED = Long.getLong("disguise.seed", new Random().nextLong());
    private static final int TRIES = Integer.getInteger("disguise.tries", 2000);

    private static final List<String> WRAPPERS = List.of(
            "env %s",
            "env A=b %s",
            "env -i %s",
            "time %s",
            "nice %s",
            "nice -n 5 %s",
            "ionice -c 3 %s",
            "nohup %s",
            "timeout 5 %s",
            "stdbuf -o0 %s",
            "setsid %s",
            "command %s",
            "exec %s",
            "chroot / %s",
            "busybox %s",
            "xargs %s",
            "xargs -n 1 %s",
            "find . -exec %s \\;",
            "find . -execdir %s {} +",
            "watch %s",
            "watch -x %s",
            "parallel %s",
            "strace %s",
            "flock /tmp/l %s",
            "unshare %s",
            "nsenter -t 1 %s",
            "systemd-run %s",
            "taskset 1 %s",
            "script -c '%s' /dev/null",
            "nice nohup env %s");
    private static final List<String> AROUND = List.of(
            "%s",
            "(%s)",
            "{ %s; }",
            "! %s",
            "if %s; then :; fi",
            "if true; then %s; fi",
            "while %s; do break; done",
            "for i in a b; do %s; done",
            "case x in *) %s;; esac",
            "echo $(%s)",
            "echo \"$(%s)\"",
            "cat <(%s)",
            "%s &",
            "f() { %s; }; f",
            "%s 2>/dev/null",
            "true\n%s",
            "  %s  ",
            "x=$(%s)",
            "[[ -n $(%s) ]]",
            "%s > /dev/null 2>&1",
            "cat <<E\n$(%s)\nE",
            "cat <<-E\n\t$(%s)\n\tE",
            "coproc %s",
            "until %s; do :; done",
            "if :; then :; elif %s; then :; fi",
            "if [[ -f /x ]]; then %s; fi",
            "[[ $(%s) == x ]]",
            "while read l; do %s; done < /etc/hosts",
            "case $x in a|b) :;; *) %s;; esac",
            "case x in\nx)\n%s\n;;\nesac",
            "for ((i=0;i<3;i++)); do %s; done",
            "select x in a; do %s; done",
            "function g { %s; }; g",
            "f()\n{\n%s\n}\nf",
            "export X=$(%s)",
            "a=($(%s))",
            "x=`%s`",
            "echo `%s`",
            "echo \"${x:-`%s`}\"",
            "echo ${x:-$(%s)}",
            "echo $(( $(%s) ))",
            "tee >(%s)",
            "> /dev/null %s",
            "%s <<< hi",
            "%s # hi");

    /** Of a command without single quotes. */
    private static final List<String> SCRIPTS = List.of(
            "bash -c '%s'",
            "sh -c '%s'",
            "eval '%s'",
            "trap '%s' EXIT",
            "bash <<< '%s'",
            "bash <<'E'\n%s\nE",
            "echo '%s' | bash",
            "printf '%s' | sh",
            "xargs sh -c '%s'",
            "xargs -I{} bash -c '%s'",
            "find . -exec sh -c '%s' \\;",
            "timeout 5 bash -c '%s'",
            "env -S '%s'",
            "watch '%s'",
            "ssh h '%s'");

    private static final List<String> OPERATORS = List.of(";", "&&", "||", "|", " & ", "\n", "|&", " ;\n", " &&\n");

    /** Words that mean the same wherever they stand, so that nothing but the disguise can change the verdict. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+ -]+");

    private static final Pattern SELF_CONTAINED = Pattern.compile("[^#$()`\n\\\\&!]*[^#$()`\n\\\\&;!|{}\\s]");

    private static final List<String> COMMANDS = Corpus.entries().stream()
            .filter(entry -> entry.host() == HostFacts.Kind.SOLO)
            .filter(entry -> !entry.file().equals("unparsable.tsv"))
            .map(Corpus.Entry::command)
            .toList();
    private static final List<String> PLAIN_COMMANDS =
            commands(command -> PLAIN.matcher(command).matches()
                    && !command.matches("\\s*(\\S+=.*|(if|for|while|case|time|exec|command|coproc|builtin) .*)"));
    private static final List<String> SELF_CONTAINED_COMMANDS =
            commands(command -> SELF_CONTAINED.matcher(command).matches()
                    && !command.contains("<<")
                    && !command.matches("\\s*(if|for|while|case|until|select|function) .*"));
    private static final List<String> QUOTABLE_COMMANDS = SELF_CONTAINED_COMMANDS.stream()
            .filter(command -> command.indexOf('\'') < 0)
            .toList();

    private final Random random = new Random(SEED);
    private final List<String> lowered = new ArrayList<>();

    @Test
    void aWrapperNeverLowersTheVerdict() {
        search(() -> wrapped(one(PLAIN_COMMANDS).strip(), WRAPPERS));
    }

    @Test
    void aBlockNeverLowersTheVerdict() {
        search(() -> wrapped(one(SELF_CONTAINED_COMMANDS), AROUND));
    }

    @Test
    void aScriptInsideAnotherCommandNeverLowersTheVerdict() {
        search(() -> wrapped(one(QUOTABLE_COMMANDS), SCRIPTS));
    }

    @Test
    void aWrapperInsideABlockNeverLowersTheVerdict() {
        search(() -> {
            String command = one(PLAIN_COMMANDS).strip();
            return new Disguised(
                    wrapped(wrapped(command, WRAPPERS).text(), AROUND).text(), command);
        });
    }

    @Test
    void anotherCommandNeverLowersTheVerdict() {
        search(() -> {
            String command = one(SELF_CONTAINED_COMMANDS);
            String other = one(SELF_CONTAINED_COMMANDS);
            String operator = one(OPERATORS);
            return new Disguised(
                    random.nextBoolean() ? command + operator + other : other + operator + command, command);
        });
    }

    @Test
    void quotingAndSplittingTheNameNeverLowersTheVerdict() {
        search(() -> {
            String command = one(PLAIN_COMMANDS);
            String[] words = command.strip().split(" ", 2);
            int split = random.nextInt(words[0].length());
            String name = one(List.of(Disguise.values())).of(words[0].substring(0, split), words[0].substring(split));
            return new Disguised(words.length > 1 ? name + " " + words[1] : name, command);
        });
    }

    private record Disguised(String text, String command) {}

    /** Ways to write a name that the shell takes for the same. */
    enum Disguise {
        QUOTED_END,
        QUOTED_START,
        EMPTY_QUOTES,
        BACKSLASH,
        ANSI,
        NEXT_LINE,
        DOUBLE_QUOTED;

        String of(String start, String end) {
            return switch (this) {
                case QUOTED_END -> start + "'" + end + "'";
                case QUOTED_START -> "\"" + start + "\"" + end;
                case EMPTY_QUOTES -> start + "''\"\"" + end;
                case BACKSLASH -> start + "\\" + end;
                case ANSI -> start + "$'\\x" + Integer.toHexString(end.charAt(0)) + "'" + end.substring(1);
                case NEXT_LINE -> start + "\\\n" + end;
                case DOUBLE_QUOTED -> "\"" + start + end + "\"";
            };
        }
    }

    private void search(Supplier<Disguised> next) {
        for (int i = 0; i < TRIES; i++) {
            Disguised disguised = next.get();
            Verdict bare = judge(disguised.command());
            Verdict verdict = judge(disguised.text());
            if (strictness(verdict) < strictness(bare)) {
                lowered.add(String.format(
                        Locale.ROOT,
                        "%n%s%n  %s%nagainst%n%s%n  %s",
                        disguised.text(),
                        verdict,
                        disguised.command(),
                        bare));
            }
        }
        assertThat(lowered)
                .as("-Ddisguise.seed=%d -Ddisguise.tries=%d", SEED, TRIES)
                .isEmpty();
    }

    private Disguised wrapped(String command, List<String> wrappers) {
        return new Disguised(String.format(Locale.ROOT, one(wrappers), command), command);
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static List<String> commands(Predicate<String> wanted) {
        return COMMANDS.stream().filter(wanted).toList();
    }

    private static Verdict judge(String command) {
        return Guard.judge(
                RunCommand.of(command), new HostFacts(HostFacts.Kind.SOLO, CorpusTest.FULL), Policy.defaults());
    }

    private static int strictness(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> 0;
            case Verdict.Ask ask ->
                switch (ask.risk()) {
                    case LOW -> 1;
                    case MEDIUM -> 2;
                    case HIGH -> 3;
                };
            case Verdict.Deny _ -> 4;
        };
    }
}
