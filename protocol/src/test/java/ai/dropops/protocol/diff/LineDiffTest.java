package ai.dropops.protocol.diff;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.diff.LineDiff.Kind;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class LineDiffTest {
    @Test
    void aChangedLineIsRemovedAndAdded() {
        assertThat(shown("a\nb\nc\n", "a\nx\nc\nd")).isEqualTo(" a\n-b\n+x\n c\n+d");
        assertThat(shown("", "a")).isEqualTo("+a");
        assertThat(shown("a", "")).isEqualTo("-a");
        assertThat(shown("a", "a")).isEqualTo(" a");
    }

    @Test
    void linesThatMovedKeepMostInCommon() {
        assertThat(shown("a\nb\nc\nd", "b\nc\nd\na")).isEqualTo("-a\n b\n c\n d\n+a");
    }

    @Test
    void textsThatHaveTooMuchToCompareAreReplaced() {
        String before = "a\n".repeat(3000);
        String after = "b\n".repeat(3000);

        assertThat(LineDiff.between(before, after).lines()).hasSize(6000);
    }

    @Property
    void bothTextsCanBeReadFromIt(
            @ForAll @Chars({'a', 'b', '\n'}) @StringLength(max = 12) String before,
            @ForAll @Chars({'a', 'b', '\n'}) @StringLength(max = 12) String after) {
        var diff = LineDiff.between(before, after);

        assertThat(without(diff, Kind.ADDED)).isEqualTo(before.lines().toList());
        assertThat(without(diff, Kind.REMOVED)).isEqualTo(after.lines().toList());
    }

    private static List<String> without(LineDiff diff, Kind kind) {
        return diff.lines().stream()
                .filter(line -> line.kind() != kind)
                .map(LineDiff.Line::text)
                .toList();
    }

    private static String shown(String before, String after) {
        return LineDiff.between(before, after).lines().stream()
                .map(line -> switch (line.kind()) {
                            case SAME -> " ";
                            case ADDED -> "+";
                            case REMOVED -> "-";
                        }
                        + line.text())
                .collect(Collectors.joining("\n"));
    }
}
