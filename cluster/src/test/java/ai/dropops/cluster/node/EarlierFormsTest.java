package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.journal.EventSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    @Test
    void aWorkspaceStoredBeforeThereWereGroupsIsReadWithNone() throws IOException {
        var stored = new CBORMapper()
                .createObjectNode()
                .put("name", "home")
                .put("owner", Stage.OWNER.value())
                .put("session", Stage.SESSION.value())
                .put("slots", 100)
                .putNull("policy");
        Object read = read("workspace-state.founded", new CBORMapper().writeValueAsBytes(stored));
        assertThat(read)
                .hasToString("Founded[name=home, owner=%s, session=%s, slots=100, policy=%s, groups={}]"
                        .formatted(Stage.OWNER, Stage.SESSION, Optional.empty()));
        assertThat(read("workspace-state.founded", serializer.toBinary(read))).isEqualTo(read);
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
