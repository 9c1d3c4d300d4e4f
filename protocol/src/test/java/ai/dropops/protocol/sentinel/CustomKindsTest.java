package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CustomKindsTest {
    @Test
    void aCustomKindWorksBesideTheBuiltInOnes() throws MalformedPattern {
        Catalogue catalogue = Catalogue.builtIn().with("""
                # ours
                kind ticket [TICKET]
                  covers numbers of our tickets
                  match \\bACME-\\d{3,6}\\b
                  match (?i)\\bticket no\\. \\K\\d{1,9}\\b
                """);

        assertThat(catalogue.scrub("ACME-12345 Ticket No. 77 from 10.1.2.3, ACME-12 stays"))
                .isEqualTo("[TICKET] Ticket No. [TICKET] from [IP_ADDR], ACME-12 stays");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            ACME-.*x         ¦ may only stand at the very end
            (AC+ME)          ¦ may only stand at the very end
            ACME-(a{1,9}){1,9}b{0,3}b ¦ may take the characters that must follow
            ACME-[a-z]{1,9}z ¦ may take the characters that must follow
            ACME-(a?b?){1,9} ¦ must not be able to be empty
            ACME-[a-z]{1,5000} ¦ a number up to 4096
            ACME-([a-z]{1,90}-){1,90} ¦ 4096 bytes far
            [a-z]{1,9}[0-9]  ¦ nothing in its beginning is rare enough
            ACME-(1          ¦ a ')' is missing
            ACME-[1          ¦ it ends too early
            ACME-\\1         ¦ is not known
            ^ACME            ¦ means something else here
            (a|b             ¦ a ')' is missing
            A?               ¦ can match nothing at all
            """)
    void aPatternThatCannotBeBoundedIsRefusedWithAReason(String pattern, String reason) {
        assertThatThrownBy(() -> Catalogue.builtIn().with("kind x [X]\nmatch " + pattern))
                .isInstanceOf(MalformedPattern.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(pattern);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            match ABC                ¦ line 1: begin with a line 'kind
            kind Ticket [X]          ¦ the name in small letters
            kind ticket X            ¦ the placeholder in capitals
            kind ticket [X]          ¦ has no line 'match
            kind jwt [X];match ABCD  ¦ is built in
            kind a [X];match ABCD;kind a [X];match ABCE ¦ is there twice
            kind a [X];matches ABCD  ¦ line 2: 'matches' is not known
            kind a [X];check moon    ¦ check 'moon' is not known
            """)
    void aCatalogueThatSaysNothingUsefulIsRefused(String text, String reason) {
        assertThatThrownBy(() -> Catalogue.builtIn().with(text.replace(';', '\n')))
                .isInstanceOf(MalformedPattern.class)
                .hasMessageContaining(reason);
    }
}
