package ai.dropops.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ApiKeyTest {
    private static final OperatorId OPERATOR = OperatorId.of(new byte[16]);

    @Property
    void aKeyNamesItsOperator(@ForAll @Size(16) byte[] id, @ForAll @Size(32) byte[] random) {
        var key = ApiKey.of(OperatorId.of(id), random);
        assertThat(ApiKey.parse(key.text().reveal())).isEqualTo(key);
        assertThat(key.operator().bytes()).isEqualTo(id);
    }

    @Test
    void aKeyIsNeverPrinted() {
        var key = ApiKey.of(OPERATOR, new byte[32]);
        assertThat(key.toString()).doesNotContain("dok_");
    }

    @Test
    void aRefusalDoesNotRepeatWhatWasTyped() {
        assertThatThrownBy(() -> ApiKey.parse("dok_hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aShortRandomIsRefused() {
        assertThatThrownBy(() -> ApiKey.of(OPERATOR, new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheSameSecretMatches() {
        var secret = new Secret("correct horse");
        assertThat(secret.matches(new Secret("correct horse"))).isTrue();
        assertThat(secret.matches(new Secret("correct horsf"))).isFalse();
        assertThat(secret.matches(new Secret(""))).isFalse();
    }
}
