package ai.dropops.cluster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    @Test
    void aHostIsCalledWhatItCallsItselfOrWhatItIsToBeCalled() {
        assertThat(NamePattern.BY_HOST.of("web-1.example", 7, Set.of())).isEqualTo("web-1.example");
        assertThat(new NamePattern("eu-{host}.{n}").of("db", 7, Set.of())).isEqualTo("eu-db.7");
        assertThat(new NamePattern("web").of("db", 7, Set.of())).isEqualTo("web");
    }

    @Test
    void whatIsNoNameBecomesOne() {
        assertThat(NamePattern.BY_HOST.of("Adas Rechner (groß)", 1, Set.of())).isEqualTo("Adas-Rechner-gro-");
        assertThat(NamePattern.BY_HOST.of("--", 1, Set.of())).isEqualTo("host");
        assertThat(NamePattern.BY_HOST.of("x".repeat(255), 1, Set.of())).hasSize(64);
    }

    @Test
    void hostsOfOneNameAreToldApart() {
        assertThat(NamePattern.BY_HOST.of("debian", 2, Set.of("debian"))).isEqualTo("debian-2");
        assertThat(NamePattern.BY_HOST.of("debian", 2, Set.of("debian", "debian-2")))
                .isEqualTo("debian-3");
        String longest = "x".repeat(62) + "-2";
        assertThat(NamePattern.BY_HOST.of(longest, 2, Set.of(longest)))
                .hasSize(64)
                .endsWith("x-3");
    }

    /** Whatever hosts call themselves, each has a name of its own that a slot may have. */
    @Property
    void everyHostHasANameOfItsOwn(@ForAll @Size(min = 1, max = 50) List<String> hostnames) {
        var names = new HashSet<String>();
        for (String hostname : hostnames) {
            String name = NamePattern.BY_HOST.of(hostname, names.size() + 1, names);
            assertThat(name).matches(NAME);
            assertThat(names.add(name)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-{n}", "{host", "a b", "web-{x}", "ünique"})
    void aPatternThatMakesNoNamesIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NamePattern(text));
    }
}
