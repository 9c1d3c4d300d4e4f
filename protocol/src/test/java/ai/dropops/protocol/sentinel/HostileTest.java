package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text made to be expensive costs a bounded amount of work a byte, and bounded memory. */
final class HostileTest {
    private static final int LENGTH = 1_000_000;
    private static final int MAX_WORK_A_BYTE = 60;

    static List<String> pieces() {
        return List.of(
                "a@",
                "a@a.",
                "@",
                "a.a.a.a.",
                "eyJ",
                "-eyJ",
                "-eyJhbGciOiJIUzI1",
                "://",
                "a://b:",
                "http://a:",
                "https://",
                "password=",
                "password",
                "password: ",
                "secret\"",
                "token =",
                "aws secret ",
                "bearer ",
                "bearer a",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----!",
                "4",
                "4444 ",
                "4444-",
                "1.2",
                "1.2.3.4",
                "1.1.1.",
                "::",
                "2001:",
                "2001::",
                "aa:",
                "aa:bb:cc:dd:ee:",
                ".internal",
                ".internalx",
                "arn:aws:",
                "arn:aws:a:",
                "DE89 ",
                "DE44",
                "AA11 AAAA ",
                "+1 ",
                "+1",
                "123-45-",
                "415-555-",
                "-us1",
                "ghp_",
                "sk-",
                "xoxb-",
                "$6$",
                "cookie: a",
                "machine a login b ",
                "curl -u a",
                "client-key-data:",
                "account ",
                "sig=",
                " --token ",
                "identified by '",
                "\u00e9",
                "\u0000");
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void repeatedBeginningsCostBoundedWork(String piece) {
        cheap(piece.repeat(LENGTH / piece.length()).getBytes(StandardCharsets.UTF_8), piece);
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void beginningsBeforeLongRunsCostBoundedWork(String piece) {
        String long1 = piece + "a".repeat(300) + " " + piece + "1".repeat(60) + "-";
        cheap(long1.repeat(LENGTH / long1.length()).getBytes(StandardCharsets.UTF_8), piece);
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void randomMixturesCostBoundedWork(String piece) {
        var random = new Random(piece.hashCode());
        var text = new StringBuilder();
        while (text.length() < LENGTH / 4) {
            text.append(pieces().get(random.nextInt(pieces().size()))).append(random.nextBoolean() ? piece : "");
        }
        cheap(text.toString().getBytes(StandardCharsets.UTF_8), piece);
    }

    private static void cheap(byte[] text, String piece) {
        var scrubber = new Scrubber(Catalogue.builtIn(), () -> 0, new Scrubbed());
        int kept = 0;
        for (int at = 0; at < text.length; at += 8192) {
            scrubber.feed(ByteBuffer.wrap(text, at, Math.min(text.length - at, 8192)));
            kept = Math.max(kept, scrubber.kept());
        }
        scrubber.flush();
        assertThat(scrubber.work() / text.length)
                .as("work a byte on '%s'", piece)
                .isLessThan(MAX_WORK_A_BYTE);
        assertThat(kept).isLessThan(1 << 18);
    }
}
