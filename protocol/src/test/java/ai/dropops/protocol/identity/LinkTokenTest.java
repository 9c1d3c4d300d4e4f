package ai.dropops.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LinkTokenTest {
    private static final DeviceLinkId LINK = DeviceLinkId.of(new byte[16]);

    @Property
    void aTokenNamesItsLink(@ForAll @Size(16) byte[] id, @ForAll @Size(32) byte[] random) {
        var token = LinkToken.of(DeviceLinkId.of(id), random);
        assertThat(LinkToken.parse(token.text().reveal())).isEqualTo(token);
        assertThat(token.link().bytes()).isEqualTo(id);
    }

    @Test
    void aTokenIsNeverPrinted() {
        assertThat(LinkToken.of(LINK, new byte[32]).toString()).doesNotContain("dlk_");
    }

    @Test
    void aRefusalDoesNotRepeatWhatWasTyped() {
        assertThatThrownBy(() -> LinkToken.parse("dlk_hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aKeyIsNoTokenAndAShortRandomIsRefused() {
        var key = ApiKey.of(OperatorId.of(new byte[16]), new byte[32]).text().reveal();
        assertThatThrownBy(() -> LinkToken.parse(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinkToken.of(LINK, new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
