package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.journal.EventSerializer;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Bytes that earlier versions stored, which a data folder may still hold. */
class EarlierFormsTest {
    private static final ExtendedActorSystem SYSTEM = (ExtendedActorSystem) ActorSystem.create(
            "forms", ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    private final EventSerializer serializer = new EventSerializer(SYSTEM);

    @AfterAll
    static void end() {
        SYSTEM.terminate();
    }

    @Test
    void whatWasStoredBeforeThereWasAQuorumIsReadAndWrittenInThePresentForm() throws IOException {
        List<String> lines = lines("/journal/before-quorum.txt");
        assertThat(lines).hasSize(6);
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            Object read = read(words[0], HexFormat.of().parseHex(words[1]));
            assertThat(read(words[0], serializer.toBinary(read))).isEqualTo(read);
            assertThat(read.toString()).doesNotContain("may change something", "because", "not today", "privileges");
        }
    }

    private Object read(String name, byte[] bytes) throws NotSerializableException {
        return serializer.fromBinary(bytes, name);
    }

    private static List<String> lines(String resource) throws IOException {
        try (var in = Objects.requireNonNull(EarlierFormsTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
