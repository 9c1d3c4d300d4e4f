package ai.dropops.cluster.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.cluster.session.TargetExpression.Subject;
import ai.dropops.cluster.session.TargetExpression.Truth;
import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TargetReaderTest {
    private static final SessionId SESSION = SessionId.of(new byte[16]);
    private static final Map<String, String> GROUPS =
            Map.of("web", "role=web | web-9*", "canary", "@web & !web-2", "round", "all & @round", "torn", "(web-1");
    private static final List<Subject> FLEET = List.of(
            subject(1, "web-1", Map.of(Fact.OS, "Linux", Fact.ARCH, "amd64"), Map.of("role", "web", "zone", "eu-1")),
            subject(2, "web-2", Map.of(Fact.OS, "Linux", Fact.ARCH, "aarch64"), Map.of("role", "web", "zone", "us-1")),
            subject(3, "db-1", Map.of(Fact.OS, "FreeBSD", Fact.ARCH, "amd64"), Map.of("role", "db")),
            subject(4, "my host", Map.of(), Map.of()));

    @Test
    void setsAreMadeOfWordsGlobsAndFacts() throws MalformedTarget {
        assertThat(meant("all")).containsExactly(1, 2, 3, 4);
        assertThat(meant("web-1, 3,")).containsExactly(1, 3);
        assertThat(meant("\"my host\" | db-?")).containsExactly(3, 4);
        assertThat(meant("web-* & !web-2")).containsExactly(1);
        assertThat(meant("os=linux & arch=a*64")).containsExactly(1, 2);
        assertThat(meant("web-* | db-1 & arch=amd64")).as("& binds tighter").containsExactly(1, 2, 3);
        assertThat(meant("(web-* | db-1) & arch=amd64")).containsExactly(1, 3);
    }

    @Test
    void whatIsNotKnownOfAHostMakesItNoTarget() throws MalformedTarget {
        assertThat(meant("!os=linux")).containsExactly(3);
        assertThat(meant("!os=linux | 4")).containsExactly(3, 4);
    }

    @Test
    void labelsAreAskedLikeFactsAndAMissingOneIsKnownToBeMissing() throws MalformedTarget {
        assertThat(meant("role=web")).containsExactly(1, 2);
        assertThat(meant("role=web & zone=eu-*")).containsExactly(1);
        assertThat(meant("!role=web")).containsExactly(3, 4);
        assertThat(TargetReader.read("role=w* | !(zone=x & os=linux)", GROUPS).labels())
                .containsExactly("role", "zone");
    }

    @Test
    void aGroupStandsForItsTargetAsAWhole() throws MalformedTarget {
        assertThat(meant("@canary")).containsExactly(1);
        assertThat(meant("@web & !@canary")).containsExactly(2);
        assertThat(meant("!@web & os=freebsd")).containsExactly(3);
        fails("all & @wbe", "At character 7 of the target, before `@wbe`, no group is called 'wbe'.");
        fails("@torn", "the group torn stands for no target: At the end of the target, a ')' is missing.");
        fails("@round", "the group round stands for no target: ");
    }

    @Test
    void errorsPointAtThePlace() {
        fails("web-1 web-2", "At character 7 of the target, before `web-2`, '&', '|', ',' or the end is expected");
        fails("os=linux && all", "At character 11 of the target, before `& all`, a host, a fact, '!' or '('");
        fails("(web-1 | db-1", "At the end of the target, a ')' is missing.");
        fails("all & =red", "At character 7 of the target, before `=red`, a fact or the key of a label");
        fails("os=", "At the end of the target, the value of os is missing.");
        fails("\"web", "At character 1 of the target, before `\"web`, the closing '\"' is missing.");
        fails("!".repeat(60_000) + "all", "more than 50");
    }

    @Test
    void aMisspeltExceptionIsStillAHostThatHasToExist() throws MalformedTarget {
        TargetExpression read = TargetReader.read("all & !(wbe-1 | web-2) & web-1", GROUPS);

        assertThat(read.mentioned()).containsExactlyInAnyOrder("wbe-1", "web-2", "web-1");
        assertThat(read.wanted()).containsExactly("web-1");
    }

    @Property
    void theLawsOfSetsHold(@ForAll("targets") String a, @ForAll("targets") String b) throws MalformedTarget {
        same("!(%s & %s)".formatted(a, b), "!%s | !%s".formatted(a, b));
        same("!!%s".formatted(a), a);
        same("%s & all".formatted(a), a);
        same("%s & %s".formatted(a, b), "%s & %s".formatted(b, a));
        same("%s , %s".formatted(a, b), "%s|%s".formatted(b, a));
        assertThat(meant("%s & !%s".formatted(a, a))).isEmpty();
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll("noise") String text) {
        try {
            assertThat(TargetReader.read(text, GROUPS)).isNotNull();
        } catch (MalformedTarget e) {
            assertThat(e).hasMessageStartingWith("At ");
        }
    }

    @Provide
    Arbitrary<String> targets() {
        var atoms = Arbitraries.of("all", "web-1", "db-*", "4", "os=linux", "role=web", "zone=*", "\"my host\"");
        return Arbitraries.recursive(
                () -> atoms,
                inner -> Arbitraries.of("(%1$s & %2$s)", "(%1$s | %2$s)", "!(%1$s , %2$s)")
                        .flatMap(form -> inner.tuple2().map(two -> form.formatted(two.get1(), two.get2()))),
                0,
                3);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars("a1=*?&|,!()\" ").ofMaxLength(30);
    }

    private static void same(String one, String other) throws MalformedTarget {
        TargetExpression first = TargetReader.read(one, GROUPS);
        TargetExpression second = TargetReader.read(other, GROUPS);
        for (Subject subject : FLEET) {
            assertThat(first.holds(subject)).as("%s and %s", one, other).isEqualTo(second.holds(subject));
        }
    }

    private static void fails(String text, String message) {
        assertThatThrownBy(() -> TargetReader.read(text, GROUPS))
                .isInstanceOf(MalformedTarget.class)
                .hasMessageContaining(message);
    }

    private static Stream<Integer> meant(String text) throws MalformedTarget {
        TargetExpression read = TargetReader.read(text, GROUPS);
        return FLEET.stream()
                .filter(subject -> read.holds(subject) == Truth.YES)
                .map(subject -> subject.host().number());
    }

    private static Subject subject(int number, String name, Map<Fact, String> facts, Map<String, String> labels) {
        byte[] id = new byte[16];
        id[15] = (byte) number;
        var host = new Host(
                OperatorId.of(id),
                number,
                name,
                name,
                Kind.SOLO,
                Confinement.NONE,
                Digest.of(id),
                SESSION,
                Labels.of(labels));
        return new Subject(host, true, facts);
    }
}
