package ai.dropops.protocol.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.guard.policy.ApprovalRules;
import ai.dropops.protocol.guard.policy.AutoApproval;
import ai.dropops.protocol.identity.Digest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {
    private static final String WHOLE = """
            # everything a policy can say
            version: 1
            commands:
              block: [shutdown, 'systemctl stop *', 'rm -*r*']
              allow-only: [ls, cat, 'systemctl * nginx', systemctl, rm, shutdown]
            paths:
              read:
                allow: [/srv/**, /var/log/**]
                deny: ['**/private/**']
              write: {allow: [/srv/**], deny: [/srv/frozen/**]}
              protect: [/srv/base/**]
              sensitive: [/srv/people/**]
            environment:
              allow: [LANG, 'APP_*']
            files:
              max-bytes: 1000
            auto-approval:
              enabled: false
              without-scopes: true
            production:
              hosts: ['prod-*', '*.prod.example.org']
            approvals:
              quorum: 2
              quorum-high: 3
              requester-may-approve: false
            """;

    @Test
    void everyKeyIsRead() {
        Policy policy = Policy.parse(WHOLE);

        assertThat(policy.denies(List.of("ls", "-l"))).isEmpty();
        assertThat(policy.denies(List.of("id")))
                .hasValueSatisfying(it -> assertThat(it).contains("white list"));
        assertThat(policy.denies(List.of("systemctl", "--now", "stop", "nginx")))
                .hasValueSatisfying(it -> assertThat(it).contains("systemctl stop *"));
        assertThat(policy.denies(reads("/srv/a"))).isEmpty();
        assertThat(policy.denies(reads("/srv/private/a"))).isPresent();
        assertThat(policy.denies(reads("/etc/hosts"))).isPresent();
        assertThat(policy.denies(writes("/srv/a"))).isEmpty();
        assertThat(policy.denies(writes("/var/log/a"))).isPresent();
        assertThat(policy.denies(writes("/srv/frozen/a"))).isPresent();
        assertThat(policy.paths().protects("/srv/base/x")).isPresent();
        assertThat(policy.paths().protects("/etc/passwd")).isPresent();
        assertThat(policy.paths().sensitive("/srv/people/ann")).isPresent();
        assertThat(policy.paths().sensitive("/etc/shadow")).isPresent();
        assertThat(policy.deniesVariable("APP_MODE")).isEmpty();
        assertThat(policy.deniesVariable("LD_PRELOAD")).isPresent();
        assertThat(policy.largestFile()).isEqualTo(1000);
        assertThat(policy.autoApproval()).isEqualTo(new AutoApproval(false, true));
        assertThat(policy.isProduction("web-1", "web-1.prod.example.org")).isTrue();
        assertThat(policy.isProduction("web-1", "web-1.example.org")).isFalse();
        assertThat(policy.approvals()).isEqualTo(new ApprovalRules(2, 3, false));
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        assertThat(Policy.parse("version: 1")).isEqualTo(Policy.defaults());
        assertThat(Policy.parse("{\"version\": 1}")).isEqualTo(Policy.defaults());
        assertThat(Policy.parse("version: 1\ncommands: {}\npaths: {read: {}}")).isEqualTo(Policy.defaults());
    }

    @Test
    void theDefaultsCanBeWrittenDown() {
        assertThat(Policy.parse(Policy.defaultText())).isEqualTo(Policy.defaults());
    }

    @Test
    void theQuorumForHighRiskIsAtLeastTheOrdinaryOne() {
        assertThat(Policy.parse("version: 1\napprovals: {quorum: 2}").approvals())
                .isEqualTo(new ApprovalRules(2, 2, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                              | the document is empty
            `# nothing`                                     | the document is empty
            `commands: {}`                                  | version: 1
            `version: 2`                                    | version: 1
            `version: one`                                  | line 1: 'version' wants a whole number
            `version: 0x1`                                  | 'version' wants a whole number
            `version: 1;blok: []`                           | line 2: unknown key 'blok' in the document; the keys there are approvals, auto-approval, commands
            `version: 1;commands:;  block: [];  allow: []`  | line 4: unknown key 'allow' in commands; the keys there are allow-only, block
            `version: 1;commands:`                          | line 2: 'commands' wants keys; they are block, allow-only
            `version: 1;commands: {block: rm}`              | line 2: 'block' wants a list
            `version: 1;commands: {block: [1]}`             | 'block' wants text; put it into quotes
            `version: 1;commands: {block: [yes, true]}`     | 'block' wants text
            `version: 1;commands: {block: [""]}`            | line 2: a command pattern is empty
            `version: 1;commands: {allow-only: }`           | 'allow-only' wants a list
            `version: 1;version: 1`                         | line 2: the key 'version' stands twice
            `version: 1;paths:;  protect:;  - srv`          | line 4: 'srv' is not a path glob
            `version: 1;paths: {protect: [**/x]}`           | line 2: unexpected character found *(42); put text that begins with * into quotes
            `version: 1;approvals: {quorum: 0}`             | line 2: the quorum is 0
            `version: 1;approvals: {quorum: 2, quorum-high: 1}` | the quorum for HIGH risk is 1
            `version: 1;files: {max-bytes: -1}`             | 'max-bytes' wants a whole number
            `version: 1;files: {max-bytes: 99999999999999999999}` | 'max-bytes' wants a whole number
            `version: 1;auto-approval: {enabled: yes}`      | 'enabled' wants true or false
            `version: 1;auto-approval: {enabled: "true"}`   | 'enabled' wants true or false
            `[1`                                            | line 1:
            `version: 1;---;version: 1`                     | line
            `just text`                                     | 'the document' wants keys
            """)
    void aBrokenDocumentIsRefusedWithItsPlace(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policy.parse(text.replace(';', '\n')))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "&a ["})
    void aHostileDocumentIsRefusedInTime(String piece) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> Policy.parse("version: 1\nx: " + piece.repeat(200_000 / piece.length()))));
    }

    @ParameterizedTest
    @CsvSource({
        "rm, rm x",
        "rm, /bin/rm x",
        "rm, ./rm",
        "r?, rm",
        "rm -*r*, rm -fr x",
        "rm -*r*, rm x -r",
        "systemctl stop ssh*, systemctl stop sshd",
        "/opt/x, /opt/x y",
        "*, id"
    })
    void aBlockedCommandIsDeniedInAnyOrder(String pattern, String command) {
        Policy policy = Policy.parse("version: 1\ncommands: {block: ['" + pattern + "']}");

        assertThat(policy.denies(List.of(command.split(" ")))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"rm, rmdir x", "rm -*r*, rm x", "systemctl stop ssh*, systemctl stop nginx", "/opt/x, /srv/x"})
    void anotherCommandIsNotBlocked(String pattern, String command) {
        Policy policy = Policy.parse("version: 1\ncommands: {block: ['" + pattern + "']}");

        assertThat(policy.denies(List.of(command.split(" ")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ls, ls -l x, true",
        "ls, /usr/bin/ls, true",
        "ls, /tmp/ls, false",
        "ls, ./ls, false",
        "ls, lsof, false",
        "systemctl status *, systemctl status nginx, true",
        "systemctl status *, systemctl status nginx ssh, false",
        "systemctl status *, systemctl stop nginx, false",
        "systemctl status *, systemctl, false"
    })
    void aWhiteListLetsOnlyItsCommandsPass(String pattern, String command, boolean passes) {
        Policy policy = Policy.parse("version: 1\ncommands: {allow-only: ['" + pattern + "']}");

        assertThat(policy.denies(List.of(command.split(" "))).isEmpty()).isEqualTo(passes);
    }

    @Test
    void aWhiteListDeniesWhatCannotBeTold() {
        var opaque = new Effect(Effect.Kind.OPAQUE, "runs", "$X");

        assertThat(Policy.parse("version: 1\ncommands: {allow-only: [ls]}").denies(opaque))
                .isPresent();
        assertThat(Policy.defaults().denies(opaque)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reboot", "true; /sbin/reboot", "timeout 5 reboot -f", "echo $(reboot)"})
    void theGuardFindsABlockedCommandWhereverItStands(String command) {
        var host = new HostFacts(HostFacts.Kind.SOLO, Confinement.NONE);
        Policy blocking = Policy.parse("version: 1\ncommands: {block: [reboot]}");

        assertThat(Guard.judge(RunCommand.of(command), host, blocking)).isInstanceOf(Verdict.Deny.class);
        assertThat(Guard.judge(RunCommand.of(command), host, Policy.defaults())).isInstanceOf(Verdict.Ask.class);
    }

    @Test
    void theDigestNamesTheMeaning() {
        Digest digest = Policy.parse("version: 1\ncommands: {block: [a, b]}").digest();

        assertThat(Policy.parse("# said otherwise\ncommands:\n  block:\n  - b\n  - a\n  - b\nversion: 1")
                        .digest())
                .isEqualTo(digest);
        assertThat(Stream.of(
                                "version: 1",
                                "version: 1\ncommands: {block: [a]}",
                                "version: 1\ncommands: {block: ['a b']}",
                                "version: 1\ncommands: {allow-only: [a, b]}",
                                "version: 1\ncommands: {allow-only: []}",
                                "version: 1\nenvironment: {allow: []}",
                                "version: 1\nenvironment: {allow: [a, b]}",
                                "version: 1\npaths: {protect: [/a]}",
                                "version: 1\npaths: {sensitive: [/a]}",
                                "version: 1\npaths: {read: {deny: [/a]}}",
                                "version: 1\npaths: {read: {allow: [/a]}}",
                                "version: 1\npaths: {write: {allow: [/a]}}",
                                WHOLE)
                        .map(text -> Policy.parse(text).digest()))
                .doesNotHaveDuplicates()
                .doesNotContain(digest);
    }

    @Property
    void theStricterPolicyNeverAllowsWhatOneOfBothDenies(
            @ForAll("policies") Policy a, @ForAll("policies") Policy b, @ForAll("commands") List<String> argv) {
        Policy both = Policy.stricter(a, b);

        assertThat(both.denies(argv).isPresent())
                .isEqualTo(a.denies(argv).isPresent() || b.denies(argv).isPresent());
        assertThat(both.deniesVariable(argv.getFirst()).isPresent())
                .isEqualTo(a.deniesVariable(argv.getFirst()).isPresent()
                        || b.deniesVariable(argv.getFirst()).isPresent());
        assertThat(both.digest()).isEqualTo(Policy.stricter(b, a).digest());
    }

    @Property
    void theStricterPolicyReachesNoFurtherThanEither(
            @ForAll("policies") Policy a, @ForAll("policies") Policy b, @ForAll("places") String path) {
        Policy both = Policy.stricter(a, b);

        for (Effect effect : List.of(reads(path), writes(path))) {
            assertThat(both.denies(effect).isPresent())
                    .isEqualTo(a.denies(effect).isPresent() || b.denies(effect).isPresent());
        }
        assertThat(both.paths().sensitive(path).isPresent())
                .isEqualTo(a.paths().sensitive(path).isPresent()
                        || b.paths().sensitive(path).isPresent());
        assertThat(both.paths().protects(path).isPresent())
                .isEqualTo(a.paths().protects(path).isPresent()
                        || b.paths().protects(path).isPresent());
    }

    @Property
    void theStricterPolicyAsksAtLeastAsMuch(@ForAll("policies") Policy a, @ForAll("policies") Policy b) {
        Policy both = Policy.stricter(a, b);

        for (Policy one : List.of(a, b)) {
            assertThat(both.approvals().quorum())
                    .isGreaterThanOrEqualTo(one.approvals().quorum());
            assertThat(both.approvals().quorumHigh())
                    .isGreaterThanOrEqualTo(one.approvals().quorumHigh());
            assertThat(both.largestFile()).isLessThanOrEqualTo(one.largestFile());
            assertThat(both.autoApproval().enabled() && !one.autoApproval().enabled())
                    .isFalse();
            assertThat(one.isProduction("a") && !both.isProduction("a")).isFalse();
        }
    }

    @Provide
    Arbitrary<List<String>> commands() {
        return Arbitraries.of("a", "b", "ab", "/bin/a", "-r")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of("/a", "/a/b", "/a/b/c", "/b", "/", "/a/*", "a", "../b", "/a/../b");
    }

    /** Documents made of every key that refuses something, each with small lists over a small alphabet. */
    @Provide
    Arbitrary<Policy> policies() {
        Arbitrary<String> patterns = lists("a", "'*'", "a b", "'a*'", "b -r");
        Arbitrary<String> globs = lists("/a/**", "/a/*", "/b", "'**/b'", "/**");
        Arbitrary<String> keys = Arbitraries.oneOf(
                patterns.map(it -> "commands: {block: " + it + "}"),
                patterns.map(it -> "commands: {allow-only: " + it + "}"),
                globs.map(it -> "paths: {read: {allow: " + it + "}}"),
                globs.map(it -> "paths: {read: {deny: " + it + "}, write: {allow: " + it + "}}"),
                globs.map(it -> "paths: {protect: " + it + ", sensitive: " + it + "}"),
                patterns.map(it -> "environment: {allow: " + it + "}"),
                patterns.map(it -> "production: {hosts: " + it + "}"),
                Arbitraries.integers().between(1, 5).map(it -> "approvals: {quorum: " + it + "}"),
                Arbitraries.integers().between(0, 5).map(it -> "files: {max-bytes: " + it + "}"),
                Arbitraries.of(true, false).map(it -> "auto-approval: {enabled: " + it + "}"));
        return keys.list()
                .uniqueElements(it -> it.substring(0, it.indexOf(':')))
                .ofMaxSize(7)
                .map(it -> Policy.parse("version: 1\n" + String.join("\n", it)));
    }

    private static Arbitrary<String> lists(String... elements) {
        return Arbitraries.of(elements).list().ofMaxSize(2).map(Object::toString);
    }

    private static Effect reads(String path) {
        return new Effect(Effect.Kind.READS, "reads", path);
    }

    private static Effect writes(String path) {
        return new Effect(Effect.Kind.WRITES, "writes", path);
    }
}
