package ai.dropops.operator.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.dropops.protocol.identity.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LedgerTest {
    @TempDir
    Path folder;

    @Test
    void everyVersionOfEveryFileIsFoundAgain() throws IOException {
        var random = new Random(5);
        Map<String, Map.Entry<String, Content>> recorded = new LinkedHashMap<>();
        try (Ledger ledger = ledger()) {
            for (int i = 0; i < 200; i++) {
                String path = "/srv/" + random.nextInt(3) + "/file-" + random.nextInt(10) + "é";
                Content content = random.nextInt(5) == 0 ? new Content.Absent() : file("version " + i, i % 2 == 0);
                recorded.put(ledger.record(path, content, "change " + i), entry(path, content));
            }
        }
        assertThat(recorded).hasSize(200);
        try (Ledger again = ledger()) {
            for (var version : recorded.entrySet()) {
                assertThat(again.at(version.getKey(), version.getValue().getKey()))
                        .contains(version.getValue().getValue());
            }
        }
    }

    /** Names of commits leave the host: with the same name for the same content, a short secret would be found by trying. */
    @Test
    void theNameOfACommitDoesNotGiveItsContentAway() throws IOException {
        var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        try (Ledger one = Ledger.in(folder.resolve("one"), clock);
                Ledger two = Ledger.in(folder.resolve("two"), clock)) {
            assertThat(one.record("/srv/a", file("pin 1234", false), "same"))
                    .isNotEqualTo(two.record("/srv/a", file("pin 1234", false), "same"));
        }
    }

    @Test
    void aFileMayBecomeAFolderAndAFolderAFile() throws IOException {
        try (Ledger ledger = ledger()) {
            String one = ledger.record("/srv/a", file("file", false), "a file");
            String two = ledger.record("/srv/a/b", file("below", false), "a folder");
            String three = ledger.record("/srv/a", file("again", false), "a file");
            assertThat(ledger.at(one, "/srv/a")).contains(file("file", false));
            assertThat(ledger.at(two, "/srv/a")).contains(new Content.Absent());
            assertThat(ledger.at(two, "/srv/a/b")).contains(file("below", false));
            assertThat(ledger.at(three, "/srv/a/b")).contains(new Content.Absent());
        }
    }

    @Test
    void theHistoryOfAFileNamesItsOwnChanges() throws IOException {
        try (Ledger ledger = ledger()) {
            assertThat(ledger.history("/srv/a")).isEmpty();
            String made = ledger.record("/srv/a", file("12345", false), "made\n\nmore");
            ledger.record("/srv/b", file("x", false), "another");
            ledger.record("/srv/a", file("12345", false), "before it is deleted");
            String deleted = ledger.record("/srv/a", new Content.Absent(), "deleted");
            assertThat(ledger.history("/srv/a")).extracting(Entry::version).containsExactly(deleted, made);
            assertThat(ledger.history("/srv/a")).extracting(Entry::size).containsExactly(-1L, 5L);
            assertThat(ledger.history("/srv/a")).extracting(Entry::said).containsExactly("deleted", "made");
        }
    }

    @Test
    void aVersionNobodyRecordedIsUnknown() throws IOException {
        try (Ledger ledger = ledger()) {
            assertThat(ledger.at("0".repeat(40), "/srv/a")).isEmpty();
        }
    }

    @Test
    void nothingIsMadeBeforeItIsNeeded() throws IOException {
        ledger().close();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    /** A writer killed at the wrong moment holds git's locks for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"refs/heads/main.lock", "HEAD.lock", "config.lock", "objects/noz1234.tmp"})
    void whatAKilledWriterLeftDoesNotStopTheNext(String left) throws IOException {
        String before;
        try (Ledger ledger = ledger()) {
            before = ledger.record("/srv/a", file("one", false), "one");
        }
        Files.writeString(folder.resolve("ledger").resolve(left), "");
        try (Ledger again = ledger()) {
            String after = again.record("/srv/a", file("two", false), "two");
            assertThat(again.history("/srv/a")).extracting(Entry::version).containsExactly(after, before);
        }
        assertThat(folder.resolve("ledger").resolve(left)).doesNotExist();
    }

    @Test
    void whatALossOfPowerTookIsWrittenAgain() throws IOException {
        List<String> versions = new ArrayList<>();
        try (Ledger ledger = ledger()) {
            for (int i = 0; i < 5; i++) {
                versions.add(ledger.record("/srv/" + i % 2 + "/a", file("version " + i, false), "change " + i));
            }
        }
        // what was renamed and never reached the disk is there without its bytes, or not at all
        boolean empty = false;
        for (Path object : looseObjects()) {
            Files.delete(object);
            if (empty) {
                Files.createFile(object);
            }
            empty = !empty;
        }
        Files.write(folder.resolve("ledger/refs/heads/main"), new byte[0]);
        try (Ledger again = ledger()) {
            for (int i = 0; i < 5; i++) {
                assertThat(again.at(versions.get(i), "/srv/" + i % 2 + "/a")).contains(file("version " + i, false));
            }
            assertThat(again.history("/srv/0/a"))
                    .extracting(Entry::version)
                    .containsExactly(versions.get(4), versions.get(2), versions.getFirst());
            again.record("/srv/0/a", file("after", false), "goes on");
            assertThat(again.history("/srv/0/a")).hasSize(4);
        }
        assertThat(git("fsck", "--strict", "--no-dangling")).isZero();
    }

    @Test
    void aBranchThatWasNotMovedYetIsMoved() throws IOException {
        String second;
        byte[] before;
        try (Ledger ledger = ledger()) {
            ledger.record("/srv/a", file("one", false), "one");
            before = Files.readAllBytes(folder.resolve("ledger/refs/heads/main"));
            second = ledger.record("/srv/a", file("two", false), "two");
        }
        Files.write(folder.resolve("ledger/refs/heads/main"), before);
        try (Ledger again = ledger()) {
            assertThat(again.history("/srv/a").getFirst().version()).isEqualTo(second);
        }
    }

    @Test
    void aRecordThatWasTornIsLeftOut() throws IOException {
        String first;
        String second;
        long whole;
        Path journal = folder.resolve("ledger/journal");
        try (Ledger ledger = ledger()) {
            first = ledger.record("/srv/a", file("one", false), "one");
            whole = Files.size(journal);
            second = ledger.record("/srv/a", file("two", false), "two");
        }
        for (Path object : looseObjects()) {
            Files.delete(object);
        }
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[10]), whole + 40);
        }
        Files.write(folder.resolve("ledger/refs/heads/main"), new byte[0]);
        try (Ledger again = ledger()) {
            assertThat(again.at(first, "/srv/a")).contains(file("one", false));
            assertThat(again.at(second, "/srv/a")).isEmpty();
            assertThat(again.history("/srv/a")).extracting(Entry::version).containsExactly(first);
        }
    }

    @Test
    void theJournalBeginsAnewWhenGitHasItAll() throws Exception {
        var random = new Random(3);
        var large = new byte[700_000];
        try (Ledger ledger = ledger()) {
            for (int i = 0; i < 3; i++) {
                random.nextBytes(large);
                ledger.record("/srv/a", new Content.Present(Bytes.copyOf(large), false), "change " + i);
            }
            ledger.record("/srv/b", file("small", false), "small");
        }
        assertThat(folder.resolve("ledger/journal.full")).doesNotExist();
        assertThat(Files.size(folder.resolve("ledger/journal"))).isLessThan(10_000);
        assertThat(git("fsck", "--strict", "--no-dangling")).isZero();
    }

    private List<Path> looseObjects() throws IOException {
        try (var files = Files.walk(folder.resolve("ledger/objects"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private int git(String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of("git", "--git-dir", folder.resolve("ledger").toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Ledger ledger() {
        return Ledger.in(folder.resolve("ledger"), Clock.systemUTC());
    }

    private static Content file(String text, boolean executable) {
        return new Content.Present(Bytes.wrap(text.getBytes(UTF_8)), executable);
    }
}
