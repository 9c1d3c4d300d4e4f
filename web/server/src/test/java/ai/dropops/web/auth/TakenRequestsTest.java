package ai.dropops.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.protocol.identity.Digest;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakenRequestsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Digest ADA = Digest.of(new byte[] {1});
    private static final Digest GRACE = Digest.of(new byte[] {2});
    private static final String NONCE = "0123456789abcdef";

    @TempDir
    Path temporary;

    private DataFolder folder;
    private Database database;

    @BeforeEach
    void open() {
        folder = DataFolder.open(temporary.resolve("data"));
        database = Database.open(folder.journal(), ConfigFactory.load());
    }

    @AfterEach
    void close() {
        database.close();
        folder.close();
    }

    @Test
    void aNonceIsTakenOnceOfEachSignIn() {
        var taken = at(NOON);

        assertThat(refusal(taken, ADA, NOON)).isEmpty();
        assertThat(refusal(taken, ADA, NOON)).isEqualTo("request-replayed");
        assertThat(refusal(taken, ADA, NOON.plusSeconds(1))).isEqualTo("request-replayed");
        assertThat(refusal(taken, GRACE, NOON)).isEmpty();
    }

    @Test
    void ofManyAtTheSameTimeOneIsTaken() throws InterruptedException {
        var taken = at(NOON);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(IntStream.range(0, 100)
                    .<Callable<String>>mapToObj(_ -> () -> refusal(taken, ADA, NOON.plusSeconds(1)))
                    .toList());
            assertThat(answers)
                    .filteredOn(answer -> answer.resultNow().isEmpty())
                    .hasSize(1);
        }
    }

    @Test
    void aClockMoreThanFiveMinutesOffIsToldBothClocks() {
        var taken = at(NOON.minusSeconds(3600), NOON);

        for (var theirs : new Instant[] {NOON.minusSeconds(301), NOON.plusSeconds(301)}) {
            assertThat(problem(taken, ADA, theirs)).satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("clocks-apart");
                assertThat(problem.message()).contains(theirs.toString(), NOON.toString());
            });
        }
        assertThat(refusal(taken, ADA, NOON.minusSeconds(299))).isEmpty();
        assertThat(refusal(taken, GRACE, NOON.plusSeconds(299))).isEmpty();
    }

    @Test
    void aRestartForgetsNothingThatCouldStillBeAccepted() {
        var before = at(NOON.minusSeconds(60), NOON);
        assertThat(refusal(before, ADA, NOON)).isEmpty();
        assertThat(refusal(before, GRACE, NOON.plusSeconds(200))).isEmpty();

        var after = at(NOON.plusSeconds(10), NOON.plusSeconds(20));

        assertThat(refusal(after, ADA, NOON)).isEqualTo("stamped-before-start");
        assertThat(refusal(after, GRACE, NOON.plusSeconds(200))).isEqualTo("request-replayed");
        assertThat(refusal(after, ADA, NOON.plusSeconds(200))).isEmpty();
    }

    @Test
    void whatWasWrittenDownGoesWhenItsTimeIsOver() {
        assertThat(refusal(at(NOON.minusSeconds(60), NOON), ADA, NOON.plusSeconds(100)))
                .isEmpty();
        var later = at(NOON, NOON.plusSeconds(900));
        assertThat(refusal(later, GRACE, NOON.plusSeconds(900))).isEmpty();

        int left = database.with(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM taken_request")) {
                return rows.next() ? rows.getInt(1) : -1;
            }
        });
        assertThat(left).isZero();
    }

    /** Requests as a process sees them that began at the first instant and lives at the last. */
    private TakenRequests at(Instant begun, Instant... now) {
        var clock = new Clock() {
            private Instant instant = begun;

            @Override
            public Instant instant() {
                return instant;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        var taken = new TakenRequests(database, clock, 1000);
        for (Instant instant : now) {
            clock.instant = instant;
        }
        return taken;
    }

    /** The code of the problem, empty when it was taken. */
    private static String refusal(TakenRequests taken, Digest signIn, Instant at) {
        try {
            taken.take(signIn, new RequestStamp(at, NONCE));
            return "";
        } catch (Refused refused) {
            return refused.problem().code();
        }
    }

    private static Problem problem(TakenRequests taken, Digest signIn, Instant at) {
        try {
            taken.take(signIn, new RequestStamp(at, NONCE));
            throw new AssertionError("it was taken");
        } catch (Refused refused) {
            return refused.problem();
        }
    }
}
