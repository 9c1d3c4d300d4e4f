package ai.dropops.protocol.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The ordinary output of operations passes as it is. */
final class LookAlikesTest {
    private static final String ORDINARY = """
            total 48
            drwxr-xr-x  12 root root  4096 Nov 27 10:30 .
            -rw-r-----   1 root adm 981237 Nov 27 10:30 syslog.2.gz
            USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
            root           1  0.0  0.1 168140 11532 ?        Ss   Nov26   0:04 /sbin/init splash
            www-data    8123  1.2  3.4 1234567 89012 ?       Sl   09:01   1:23 /usr/bin/java -Xmx512m -jar /opt/app/app-1.2.3.jar
            commit 46c69a4f7b3d0c9be1a5d2f8e7c6b5a493827160
            Date:   Fri Nov 27 10:30:18 2026 +0000
                Keep the token bucket small: tokens refill twice a second
            index 7f3e1c2..9ab04de 100644
            @@ -10,7 +10,9 @@ static void pass(int count) {
            2026-11-27T10:30:18.123456Z INFO  [main] o.e.Server: started in 1.234 s, version 1.2.3.4, build 20261127.103018
            123e4567-e89b-12d3-a456-426614174000 and sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
            NAME                        READY   STATUS    RESTARTS      AGE
            web-7d4b9c6f5d-x2k9p        1/1     Running   3 (2d4h ago)  14d
            kube-proxy-abcde            1/1     Running   0             14d
            00000000: 7f45 4c46 0201 0100 0000 0000 0000 0000  .ELF............
            00000010: 0300 3e00 0100 0000 4060 0000 0000 0000  ..>.....@`......
            tcp        0      0 127.0.0.1:8080          0.0.0.0:*               LISTEN      812/java
            Filesystem     1K-blocks     Used Available Use% Mounted on
            /dev/nvme0n1p1  41152736 12345678  26693468  32% /
            password: required; the secret is optional, token = null, api_key: string, passwd=$DB_PASSWORD
            password = getPassword(user); String token = request.header(name)
            Permissions 0600 for '/root/.ssh/id_ed25519' are fine. std::vector<int> a::b f32::f64
            openssl-3.0.17-1~deb12u2 libc6_2.36-9+deb12u10_amd64.deb, kernel 6.1.0-28-amd64
            1732703418 1732703418123 1732703418123456789 0x7ffd5c3a2b10 3.141592653589793 1e-10
            see https://example.org/docs?page=2#part and git://example.org/repo.git
            oid 1.3.6.1.4.1.311.21.20 chapter 1.2.3.4.5
            mask 255.255.255.0 12:34:56 2026:11:27 10:30:18
            """;

    private static final List<Function<Random, String>> MADE = List.of(
            r -> Planted.of(r, Planted.HEX, 40),
            r -> Planted.of(r, Planted.HEX, 64),
            Planted::uuid,
            r -> "2026-%02d-%02dT%02d:%02d:%02dZ"
                    .formatted(1 + r.nextInt(12), 1 + r.nextInt(28), r.nextInt(24), r.nextInt(60), r.nextInt(60)),
            r -> r.nextInt(30) + "." + r.nextInt(30) + "." + r.nextInt(300),
            r -> "v" + r.nextInt(30) + "." + r.nextInt(30) + "." + r.nextInt(30) + "." + r.nextInt(30),
            r -> Planted.of(r, Planted.DIGITS, 1 + r.nextInt(12)),
            r -> "-rw-r--r-- 1 root root " + r.nextInt(1 << 30) + " Nov 27 10:30 file" + r.nextInt(),
            r -> Base64.getEncoder()
                    .encodeToString(
                            new UUID(r.nextLong(), r.nextLong()).toString().getBytes(StandardCharsets.US_ASCII)),
            r -> "0x" + Planted.of(r, Planted.HEX, 12),
            r -> "/usr/lib/" + Planted.of(r, Planted.LETTERS, 9) + "/lib" + Planted.of(r, Planted.LETTERS, 5) + ".so."
                    + r.nextInt(9),
            r -> "pod-" + Planted.of(r, Planted.HEX, 10) + "-" + Planted.of(r, "bcdfghjklm", 5),
            r -> "com." + Planted.of(r, Planted.LETTERS, 8) + "." + Planted.of(r, Planted.LETTERS, 10) + "$1.run("
                    + r.nextInt(900) + ")",
            r -> "token count " + r.nextInt(9000) + ", secrets rotated: " + r.nextInt(50),
            r -> Planted.of(r, Planted.HEX, 4) + " " + Planted.of(r, Planted.HEX, 4) + " " + Planted.of(r, "abcdef", 4)
                    + " 00ff");

    @Test
    void ordinaryOutputPasses() {
        assertThat(Passage.scrubbed(ORDINARY)).isEqualTo(ORDINARY);
    }

    @Test
    void almostNoLookAlikeIsTouched() {
        var random = new Random(8);
        var touched = new ArrayList<String>();
        int made = 0;
        for (int i = 0; i < 300; i++) {
            for (Function<Random, String> maker : MADE) {
                String line = "value " + maker.apply(random) + " seen\n";
                made++;
                if (!Passage.scrubbed(line).equals(line)) {
                    touched.add(line + Passage.scrubbed(line));
                }
            }
        }
        assertThat(made).isGreaterThanOrEqualTo(3000);
        assertThat(touched.size()).as(touched.toString()).isLessThanOrEqualTo(made / 200);
    }
}
