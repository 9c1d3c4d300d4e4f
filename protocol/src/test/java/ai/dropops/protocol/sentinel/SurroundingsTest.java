package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Next to nothing is left of a secret, whatever stands before and after it. */
final class SurroundingsTest {
    /** So much of a secret, if it has as much, would tell it. */
    private static final int TELLING = 8;

    private static final List<String> BEFORE = List.of(
            "",
            "token=",
            "password: ",
            "secret = ",
            "\"api_key\": \"",
            "api_key='",
            "Authorization: Bearer ",
            "Authorization: Basic ",
            "--token ",
            "--password=",
            "client_secret=",
            "refresh_token: ",
            "PASS=",
            "https://host.test/?token=",
            "export TOKEN=",
            "-H 'X-Token: ",
            "key: ",
            "(",
            "[",
            "<",
            "==",
            "@",
            "/",
            "_x ",
            "\u00e9",
            "DE89 ");

    private static final List<String> AROUND = List.of(
            "%s",
            " %s ",
            "<td>%s</td>",
            "{\"v\": \"%s\"}",
            "'%s'",
            "%s,x ",
            "a, %s, b",
            "- %s\n- next",
            "x\t%s\ty",
            "%s&b=c",
            "%s;",
            "%s)",
            "%s|",
            "`%s`",
            "%s\\n",
            "%s.",
            "%s:",
            "%s@",
            "%s\u00ff");

    @Test
    void nextToNothingIsLeft() {
        var random = new Random(7);
        var left = new ArrayList<String>();
        int planted = 0;
        for (String kind : Planted.kinds()) {
            for (String before : BEFORE) {
                for (String around : AROUND) {
                    String marked = Planted.make(kind, random);
                    String secret = marked.substring(marked.indexOf('«') + 1, marked.indexOf('»'));
                    String text = around.replace("%s", before + marked.replaceAll("[«»]", ""));
                    planted++;
                    if (tells(Passage.scrubbed(text), secret)) {
                        left.add(kind + ": " + text + " -> " + Passage.scrubbed(text));
                    }
                }
            }
        }
        assertThat(planted).isGreaterThan(30_000);
        assertThat(left.size()).as(String.join("\n", left)).isLessThanOrEqualTo(planted / 200);
    }

    private static boolean tells(String scrubbed, String secret) {
        int length = Math.min(TELLING, secret.length());
        for (int at = 0; at + length <= secret.length(); at++) {
            if (scrubbed.contains(secret.substring(at, at + length))) {
                return true;
            }
        }
        return false;
    }
}
