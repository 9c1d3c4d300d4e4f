package ai.dropops.protocol.guard.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathGlobTest {
    @ParameterizedTest
    @CsvSource({
        "/srv/app/**, /srv/app",
        "/srv/app/**, /srv/app/",
        "/srv/app/**, /srv/app/a/b",
        "/srv/app/**, /srv//app/./a/../b",
        "/srv/*/log, /srv/x/log",
        "/srv/*.log, /srv/a.log",
        "/srv/?, /srv/a",
        "**/.env, /.env",
        "**/.env, /a/b/.env",
        "/a/**/z, /a/z",
        "/a/**/z, /a/b/c/z",
        "/, /",
        "/**, /",
        "/**, /x"
    })
    void aPathInTheSetMatches(String glob, String path) {
        assertThat(PathGlob.parse(glob).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/app/**, /srv/application",
        "/srv/app/**, /srv/app/../other",
        "/srv/app/**, /srv",
        "/srv/app/**, /x/srv/app",
        "/srv/*, /srv/a/b",
        "/srv/*, /srv",
        "/srv/?, /srv/ab",
        "**/.env, /a/x.env",
        "**/.env, /a/.env/b",
        "/a/**/z, /a/b/c",
        "/srv/app/x, /srv/**",
        "/, /x"
    })
    void aPathOutsideDoesNot(String glob, String path) {
        assertThat(PathGlob.parse(glob).matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "srv", "~/x", "*/x", "/a//b", "/a/", "/a/../b", "/a/./b", "/a**", "/a/**b", "/[ab]", "/{a}"})
    void whatIsNotAGlobIsRefusedWithAdvice(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathGlob.parse(text))
                .withMessageMatching("'.*' is not a path glob; .{10,}");
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/shadow, /etc/sh*",
        "/etc/shadow, /etc/*",
        "/etc/shadow, /*/shadow",
        "/etc/shadow, /etc/[s-t]hadow",
        "/etc/shadow, /etc/sha??w",
        "/etc/shadow, /run/../etc/shadow",
        "/etc/shadow, /proc/self/root/../../etc/shadow",
        "/etc/shadow, shadow",
        "/etc/shadow, ../etc/shadow",
        "/etc/shadow, ./sh*",
        "/etc/ssh_host_*_key, /etc/*rsa*",
        "**/.env, .e*",
        "**/.ssh/**, x/.ssh/id_rsa"
    })
    void aWordThatMayMeanAPathOfTheSetMeetsIt(String glob, String word) {
        assertThat(PathGlob.parse(glob).meets(word)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/shadow, /etc/*.conf",
        "/etc/shadow, /var/*",
        "/etc/shadow, *.txt",
        "/etc/shadow, /etc/[sh",
        "/etc/shadow, /a/../b",
        "**/.env, *",
        "**/.env, /srv/*",
        "**/.ssh/**, config",
        "/proc/*/environ, environ.txt",
        "/root/**, x"
    })
    void aWordThatCannotDoesNot(String glob, String word) {
        assertThat(PathGlob.parse(glob).meets(word)).isFalse();
    }

    @Test
    void whatLiesBelowAFolderIsKnownForSetsWithAPlace() {
        assertThat(PathGlob.parse("/etc/shadow").liesBelow("/etc")).isTrue();
        assertThat(PathGlob.parse("/etc/shadow").liesBelow("/")).isTrue();
        assertThat(PathGlob.parse("/proc/*/mem").liesBelow("/proc/1")).isTrue();
        assertThat(PathGlob.parse("/etc/shadow").liesBelow("/var")).isFalse();
        assertThat(PathGlob.parse("/etc/shadow").liesBelow("/etcetera")).isFalse();
        assertThat(PathGlob.parse("**/.env").liesBelow("/srv")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv", "/srv/a", "/srv/*", "/srv/*/b*", "/srv/a[bc]"})
    void aSetCoversWhatCannotLeaveIt(String word) {
        assertThat(PathGlob.parse("/srv/**").covers(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/s*", "/srv/link/../../etc", "/srv/.*", "/srv/*/..", "/srvx", "srv/a", "*", "/", "/srv/../*"})
    void aSetDoesNotCoverWhatMayLeaveIt(String word) {
        assertThat(PathGlob.parse("/srv/**").covers(word)).isFalse();
    }

    @Property
    void nothingOutsideAFolderMatchesIt(@ForAll @Chars({'/', '.', 'a', 'b', '*'}) @StringLength(max = 12) String path) {
        String normal = Lexical.normal("/" + path);
        Assume.that(!normal.equals("/a") && !normal.startsWith("/a/"));

        assertThat(PathGlob.parse("/a/**").matches("/" + path)).isFalse();
    }

    @Property
    void whatMatchesAlsoMeetsAndIsCovered(
            @ForAll @Chars({'/', 'a', 'b'}) @StringLength(max = 8) String path,
            @ForAll @Chars({'/', '*', 'a', '?'}) @StringLength(max = 6) String text) {
        Assume.that(isGlob("/" + text));
        PathGlob glob = PathGlob.parse("/" + text);

        assertThat(glob.covers("/" + path)).isEqualTo(glob.matches("/" + path));
        assertThat(glob.meets("/" + path)).isEqualTo(glob.matches("/" + path));
    }

    @Test
    void aHostileGlobTakesNoLongerThanAnyOther() {
        PathGlob glob = PathGlob.parse("/" + "*a".repeat(100) + "/**/x".repeat(100) + "/b");
        String path = "/" + "a".repeat(2000) + "/x".repeat(1000);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(glob.matches(path)).isFalse();
            assertThat(glob.meets(path + "*")).isFalse();
        });
    }

    private static boolean isGlob(String text) {
        try {
            PathGlob.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
