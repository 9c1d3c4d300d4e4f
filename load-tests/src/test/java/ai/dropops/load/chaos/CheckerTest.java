package ai.dropops.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.chaos.Commission.Word;
import ai.dropops.load.swarm.RunLog;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thing wrong is planted at a time, in a run in which all was well. */
final class CheckerTest {
    private static final int HOSTS = 3;
    private static final String BATCH = "ba_one";
    private static final Digest APPROVED = Digest.of(bytes(4, 1));
    private static final Digest WITHHELD = Digest.of(bytes(4, 2));

    private final List<RunLog.Entry> log = new ArrayList<>(
            IntStream.range(0, HOSTS).mapToObj(host -> ran(APPROVED, host, 1)).toList());
    private final List<Commission> commissions = List.of(
            new Commission(BATCH, APPROVED.hex(), Word.GIVEN),
            new Commission("ba_withheld", WITHHELD.hex(), Word.WITHHELD));

    private final List<String> real = new ArrayList<>();

    @Test
    void aRunInWhichAllWasWellIsClean() {
        var findings = check(completed());

        assertThat(findings.isClean()).as(findings.toString()).isTrue();
    }

    @Test
    void aPlantedDuplicateIsCaught() {
        log.add(log.getFirst());

        assertThat(check(completed()).duplicated()).hasSize(1);
    }

    @Test
    void anotherAttemptIsADuplicateToo() {
        log.add(ran(APPROVED, 0, 2));

        assertThat(check(completed()).duplicated()).hasSize(1);
    }

    @Test
    void aPlantedLossIsCaught() {
        var gone = new Checker(commissions, Map.of(), log, List.of()).check();
        var stuck = check(new Account("RUNNING", HOSTS, Map.of("succeeded", 2, "dispatched", 1), parts("FINISHED")));

        assertThat(gone.lost()).hasSize(1);
        assertThat(stuck.lost()).hasSize(1);
    }

    @Test
    void aResultThatTheControlPlaneDoesNotKnowIsCaught() {
        var findings = check(new Account(
                "FAILED",
                HOSTS,
                Map.of("succeeded", 2, "unknown", 1),
                List.of(part(0, "FINISHED"), part(1, "FINISHED"), part(2, "UNKNOWN"))));

        assertThat(findings.inconsistent()).singleElement().asString().contains("UNKNOWN, and it ran");
    }

    @Test
    void aResultOfWhatNeverRanIsCaught() {
        log.removeLast();

        assertThat(check(completed()).inconsistent()).singleElement().asString().contains("did not run");
    }

    @Test
    void aPlantedUnapprovedRunIsCaught() {
        log.add(ran(WITHHELD, 0, 1));
        log.add(ran(Digest.of(bytes(4, 3)), 0, 1));

        assertThat(check(completed()).unapproved()).hasSize(2);
    }

    @Test
    void countsThatDoNotAddUpAreCaught() {
        var findings = check(new Account("COMPLETED", HOSTS, Map.of("succeeded", HOSTS + 1), parts("FINISHED")));

        assertThat(findings.inconsistent()).hasSize(2);
    }

    @Test
    void whatDidNotRunIsVoided() {
        log.removeLast();
        var findings = check(new Account(
                "CANCELLED",
                HOSTS,
                Map.of("succeeded", 2, "voided", 1),
                List.of(part(0, "FINISHED"), part(1, "FINISHED"), part(2, "VOIDED"))));

        assertThat(findings.isClean()).as(findings.toString()).isTrue();
    }

    @Test
    void whatRealHostsRanIsComparedToo() {
        RunLog.Entry onReal = log.removeLast();
        real.add(onReal.execution().value());
        assertThat(check(completed()).isClean()).isTrue();

        real.add(onReal.execution().value());
        real.add("cd".repeat(32));
        Checker.Findings findings = check(completed());
        assertThat(findings.duplicated()).hasSize(1);
        assertThat(findings.unapproved()).hasSize(1);
    }

    @Test
    void aCommandThatWasCutShortMayHaveRunOrNot() {
        log.removeLast();
        var interrupted =
                new Account.Part(execution(APPROVED, 2, 1).value(), operator(2).value(), "INTERRUPTED", true);
        var account = new Account(
                "FAILED",
                HOSTS,
                Map.of("succeeded", 2, "interrupted", 1),
                List.of(part(0, "FINISHED"), part(1, "FINISHED"), interrupted));
        assertThat(check(account).isClean()).isTrue();

        real.add(interrupted.execution());
        assertThat(check(account).isClean()).isTrue();
    }

    @Test
    void aLogIsReadAsItWasWrittenAndWhatRanIsTakenFromIt(@TempDir Path folder) {
        Path file = folder.resolve("runs");
        var ran = List.copyOf(log);
        log.add(new RunLog.Entry(
                RunLog.Deed.FORBIDDEN,
                execution(APPROVED, 2, 2),
                operator(2),
                proposal(APPROVED),
                2,
                "-",
                Instant.EPOCH));
        try (var written = RunLog.at(file)) {
            log.forEach(written::write);
        }

        assertThat(RunLog.read(file)).isEqualTo(log);
        assertThat(RunLog.runs(file)).isEqualTo(ran);
    }

    private Checker.Findings check(Account account) {
        return new Checker(commissions, Map.of(BATCH, account), log, real).check();
    }

    private static Account completed() {
        return new Account("COMPLETED", HOSTS, Map.of("succeeded", HOSTS), parts("FINISHED"));
    }

    private static List<Account.Part> parts(String state) {
        return IntStream.range(0, HOSTS).mapToObj(host -> part(host, state)).toList();
    }

    private static Account.Part part(int host, String state) {
        return new Account.Part(
                execution(APPROVED, host, 1).value(), operator(host).value(), state, false);
    }

    private static RunLog.Entry ran(Digest digest, int host, int attempt) {
        return new RunLog.Entry(
                RunLog.Deed.RAN,
                execution(digest, host, attempt),
                operator(host),
                proposal(digest),
                attempt,
                digest.hex(),
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static ExecutionId execution(Digest digest, int host, int attempt) {
        return ExecutionId.of(digest, operator(host), attempt);
    }

    private static OperatorId operator(int host) {
        return OperatorId.of(bytes(16, host));
    }

    private static ProposalId proposal(Digest digest) {
        return ProposalId.of(Arrays.copyOf(digest.array(), 16));
    }

    private static byte[] bytes(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
