package ai.dropops.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.OtherJvm;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    @Test
    void everythingConfirmedOutlivesKillMinusNine() throws Exception {
        Path data = temp.resolve("data");
        long confirmed = 0;
        for (int round = 0; round < 2; round++) {
            try (var counting = OtherJvm.run(Tally.ForEver.class, data.toString())) {
                for (int lines = 0; lines < 300; lines++) {
                    confirmed = Long.parseLong(counting.line());
                }
                List<String> rest = counting.kill();
                if (!rest.isEmpty()) {
                    confirmed = Long.parseLong(rest.getLast());
                }
            }
            assertThat(kept(data)).isBetween(confirmed, confirmed + 1);
        }
        assertThat(confirmed).isGreaterThanOrEqualTo(600);
    }

    @Test
    void tenThousandEntitiesMayWriteAtOnce() {
        Path data = temp.resolve("data");
        try (var folder = DataFolder.open(data);
                var _ = Database.open(folder.journal(), ConfigFactory.load())) {
            var kit = ActorTestKit.create(Tally.config(folder.journal()));
            try {
                var probe = kit.<Long>createTestProbe();
                for (int i = 0; i < 10_000; i++) {
                    kit.spawn(Tally.create("tally-" + i)).tell(new Tally.Command.Count(probe.ref()));
                }
                List<Long> replies = probe.receiveSeveralMessages(10_000, PATIENCE.multipliedBy(4));
                assertThat(replies).hasSize(10_000).containsOnly(1L);
            } finally {
                kit.shutdownTestKit();
            }
        }
    }

    private static long kept(Path data) {
        try (var folder = DataFolder.open(data);
                var _ = Database.open(folder.journal(), ConfigFactory.load())) {
            var kit = ActorTestKit.create(Tally.config(folder.journal()));
            try {
                var probe = kit.<Long>createTestProbe();
                kit.spawn(Tally.create("tally")).tell(new Tally.Command.Get(probe.ref()));
                return probe.receiveMessage(PATIENCE);
            } finally {
                kit.shutdownTestKit();
            }
        }
    }
}
