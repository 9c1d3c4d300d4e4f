package ai.dropops.protocol.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Samples;
import ai.dropops.protocol.identity.SigningKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VerifierTest {
    /** Entries 1 and 2 open and enrol; execution n is entries 2n + 1 and 2n + 2. */
    private static final int EXECUTIONS = 5;

    private final Diary diary = diary(EXECUTIONS);

    @Test
    void anUntouchedHistoryHoldsAndSaysWhatIsNotYetWitnessed() {
        diary.execution(6);
        Finding finding = verify(diary.exported());
        assertThat(finding.holds()).as(finding.lines().toString()).isTrue();
        assertThat(finding.entries()).isEqualTo(14);
        assertThat(finding.receipts()).isEqualTo(6);
        assertThat(finding.witnessed()).isEqualTo(12);
        assertThat(finding.lines())
                .anyMatch(line -> line.contains("not yet witnessed: entries 13 to 14"))
                .anyMatch(line -> line.contains("give --witness FILE"));
        assertThat(verify(diary.exported(), diary.witness()).tagged()).isTrue();
    }

    @Test
    void rotatedKeysARekeyAndTombstonesHold() {
        diary.rekeyed().execution(6).checkpoint();
        diary.lines.removeIf(line -> line.contains("\"type\":\"receipt\"") && isReceiptOf(line, 4));
        diary.forgotten(1).checkpoint();
        Finding finding = verify(diary.exported(), diary.witness());
        assertThat(finding.holds()).as(finding.lines().toString()).isTrue();
        assertThat(finding.witnessed()).isEqualTo(finding.entries());
    }

    @Test
    void anEditedEntryIsFound() {
        List<String> lines = diary.exported();
        lines.replaceAll(line -> line.contains("\"number\":6,") ? line.replace("voided", "refused") : line);
        found(lines, 6, "was changed");
    }

    @Test
    void aDeletedEntryIsFound() {
        found(without(line -> line.contains("\"number\":5,")), 5, "entry 6 stands there");
    }

    @Test
    void anInsertedEntryIsFound() {
        List<String> lines = diary.exported();
        int place = place(lines, 7);
        var forged = new Entry(7, Entry.NONE, Samples.NOON, Kind.BEGUN, new TreeMap<>());
        lines.add(
                place,
                new HistoryLine.Told(
                                forged,
                                forged.hash(diary.vault),
                                ChainKey.wrap(diary.start).tag(forged.hash(diary.vault)))
                        .json());
        found(lines, 7, "does not follow");
    }

    @Test
    void reorderedEntriesAreFound() {
        List<String> lines = diary.exported();
        Collections.swap(lines, place(lines, 7), place(lines, 8));
        found(lines, 7, "entry 8 stands there");
    }

    @Test
    void aDuplicatedEntryIsFound() {
        List<String> lines = diary.exported();
        lines.add(place(lines, 6) + 1, lines.get(place(lines, 6)));
        found(lines, 7, "entry 6 stands there");
    }

    @Test
    void aCutTailIsFoundByTheCheckpointThatSawIt() {
        List<String> lines = diary.exported();
        int from = place(lines, 9);
        lines.removeIf(line -> line.contains("\"type\":\"end\"")
                || (lines.indexOf(line) >= from && !line.contains("\"type\":\"checkpoint\"")));
        lines.add(new HistoryLine.Ending(8).json());
        found(lines, 9, "had seen 10 entries");
        lines.removeIf(line -> line.contains("\"type\":\"checkpoint\"") && lines.indexOf(line) >= from);
        assertThat(verify(lines).holds())
                .as("without its checkpoints nobody can tell")
                .isTrue();
        found(lines, diary.witness(), 9, "had seen 10 entries");
    }

    @Test
    void anExportCutShortIsFound() {
        found(without(line -> line.contains("\"type\":\"end\"")), 0, "does not come to its end");
    }

    @Test
    void aMissingOrForeignReceiptIsFound() {
        found(without(line -> line.contains("\"type\":\"receipt\"") && isReceiptOf(line, 8)), 8, "lacks its receipt");
        Diary other = new Diary(60, SigningKey.numbered(31)).execution(1);
        List<String> lines = diary.exported();
        lines.set(place(lines, 4) + 1, other.lines.getLast());
        found(lines, 4, "receipt of another vault");
    }

    @Test
    void theHistoryOfAnotherHostPutInItsPlaceIsFound() {
        Diary other = new Diary(60, SigningKey.numbered(31)).execution(1).checkpoint();
        found(other.exported(), diary.witness(), 0, "has never seen this vault");
        List<String> lines = other.exported();
        lines.set(0, diary.lines.getFirst());
        found(lines, 1, "was changed");
    }

    @Test
    void aHistoryWrittenAnewUnderTheHostsOwnKeysIsFoundByTheWitness() {
        Diary rewritten = diary(1).execution(9);
        IntStream.rangeClosed(3, EXECUTIONS).forEach(rewritten::execution);
        assertThat(verify(rewritten.exported()).holds()).isTrue();
        found(rewritten.exported(), diary.witness(), 6, "is not the one the control plane had seen");
        List<String> lines = rewritten.exported();
        lines.addAll(
                lines.size() - 1,
                diary.lines.stream()
                        .filter(line -> line.contains("\"type\":\"checkpoint\""))
                        .toList());
        found(lines, 6, "is not the one the control plane had seen");
    }

    @Test
    void aFolderRolledBackAsAWholeIsFoundByTheWitness() {
        Diary earlier = diary(3);
        assertThat(verify(earlier.exported()).holds()).isTrue();
        found(earlier.exported(), diary.witness(), 9, "is missing: the control plane had seen");
    }

    @Test
    void aForeignCheckpointIsFound() {
        Diary other = new Diary(60, SigningKey.numbered(31)).execution(1).checkpoint();
        diary.lines.add(other.lines.getLast());
        found(diary.exported(), 4, "checkpoint of another vault");
    }

    @Test
    void aCheckpointNobodySignedIsFound() {
        var forger = new Diary(40, SigningKey.numbered(99));
        IntStream.rangeClosed(1, 2).forEach(forger::execution);
        diary.lines.add(forger.checkpoint().lines.getLast());
        found(diary.exported(), 6, "no control plane of this host has signed");
    }

    @Test
    void anEntryAppendedWithALaterKeyThanItsOwnIsFoundByTheWitness() {
        List<String> lines = diary.exported();
        lines.replaceAll(line -> line.contains("\"number\":12,")
                ? line.replaceAll("\"tag\":\"..", "\"tag\":\"" + (line.contains("\"tag\":\"00") ? "01" : "00"))
                : line);
        assertThat(verify(lines).tagged()).isFalse();
        found(lines, diary.witness(), 12, "not written by the holder of its key");
    }

    @Test
    void linesNoHistoryHoldsAreFound() {
        List<String> lines = diary.exported();
        lines.set(4, lines.get(4).replace("\"kind\"", "\"note\":\"x\",\"kind\""));
        found(lines, 4, "holds what no such line holds");
        lines.set(4, "{");
        found(lines, 4, "not JSON");
    }

    private static Diary diary(int executions) {
        var diary = new Diary(40, SigningKey.numbered(31));
        IntStream.rangeClosed(1, executions)
                .forEach(number -> diary.execution(number).checkpoint());
        return diary;
    }

    private List<String> without(Predicate<String> line) {
        List<String> lines = diary.exported();
        lines.removeIf(line);
        assertThat(lines).hasSize(diary.lines.size());
        return lines;
    }

    private static int place(List<String> lines, long entry) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("\"number\":" + entry + ","))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isReceiptOf(String line, long entry) {
        return HistoryLine.parse(line) instanceof HistoryLine.Signed(var receipt)
                && receipt.content().head().number() == entry;
    }

    private static Finding verify(List<String> lines) {
        return verify(lines, Optional.empty());
    }

    private static Finding verify(List<String> lines, Witness witness) {
        return verify(lines, Optional.of(witness));
    }

    private static Finding verify(List<String> lines, Optional<Witness> witness) {
        var verifier = new Verifier(witness);
        new ArrayList<>(lines).forEach(verifier::read);
        return verifier.finish();
    }

    private static void found(List<String> lines, long entry, String message) {
        assertFlaw(verify(lines), entry, message);
    }

    private static void found(List<String> lines, Witness witness, long entry, String message) {
        assertFlaw(verify(lines, witness), entry, message);
    }

    private static void assertFlaw(Finding finding, long entry, String message) {
        assertThat(finding.flaw()).hasValueSatisfying(flaw -> {
            assertThat(flaw.message()).contains(message);
            assertThat(flaw.entry()).isEqualTo(entry);
        });
    }
}
