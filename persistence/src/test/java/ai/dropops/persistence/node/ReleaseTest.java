package ai.dropops.persistence.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReleaseTest {
    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0.1.0",
        "0.1.0-SNAPSHOT, 0.1.7",
        "0.1.0, 0.2.0-SNAPSHOT",
        "0.9.4, 0.10.0",
        "3.2, 3.1.9",
    })
    void nodesOneMinorStepApartWorkTogether(String mine, String theirs) {
        assertThat(Release.together(mine, theirs)).isTrue();
        assertThat(Release.together(theirs, mine)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0.3.0",
        "0.9.0, 1.0.0",
        "1.1.0, 2.1.0",
        "0.1.0, ''",
        "0.1.0, unknown",
        "0.1.0, 0.1x",
        "0.1.0, 0.99999999999",
        "-1.0, -1.0",
    })
    void othersAndWhatIsNoVersionDoNot(String mine, String theirs) {
        assertThat(Release.together(mine, theirs)).isFalse();
        assertThat(Release.together(theirs, mine)).isFalse();
    }
}
