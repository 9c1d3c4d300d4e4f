package ai.dropops.web.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.record.Found;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.wire.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator hands over, on a real socket. */
class HandoversTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final ExecutionId OWN = new ExecutionId("ab".repeat(32));
    private static final ExecutionId FOREIGN = new ExecutionId("cd".repeat(32));
    private static final Excerpt OUTPUT =
            new Excerpt(new Excerpt.Kept(5, Bytes.wrap("hello".getBytes(UTF_8)), Bytes.EMPTY), Excerpt.Kept.NOTHING);

    @TempDir
    Path temp;

    private Harbour harbour;
    private Dialled operator;

    @BeforeEach
    void dial() throws Exception {
        harbour = new Harbour(temp);
        var host = new Host();
        var authority = harbour.keys.authority();
        operator = new Dialled(
                harbour.port(), host.context(authority.certificate(), host.certificate(authority, Harbour.OPERATOR)));
        operator.send(Dialled.hello());
        harbour.attach();
        operator.expect(Frame.Welcome.class);
        receipt(OWN, Harbour.OPERATOR, 1);
        receipt(FOREIGN, OperatorId.of(new byte[16]), 1);
    }

    @AfterEach
    void close() {
        operator.close();
        harbour.close();
    }

    @Test
    void isStoredAndAnsweredEachTimeItComes() throws Exception {
        for (int time = 0; time < 2; time++) {
            operator.send(new Frame.HandOver(OWN, OUTPUT));
            assertThat(operator.expect(Frame.HandedOver.class)).isEqualTo(new Frame.HandedOver(OWN));
        }
        assertThat(harbour.records.find(Harbour.OPERATOR, OWN)).contains(new Found.Here(OUTPUT));
    }

    @Test
    void ofAnotherOperatorsExecutionIsNotStoredAndNotAnswered() throws Exception {
        operator.send(new Frame.HandOver(FOREIGN, OUTPUT));
        // what comes before the one before is dealt with is passed over
        Optional<Frame> answer;
        do {
            operator.send(new Frame.HandOver(OWN, Excerpt.NONE));
            answer = Optional.ofNullable(operator.frameWithin(Duration.ofMillis(200)));
        } while (answer.isEmpty());
        assertThat(answer).contains(new Frame.HandedOver(OWN));
        assertThat(harbour.records.find(Harbour.OPERATOR, FOREIGN)).isEmpty();
    }

    private void receipt(ExecutionId execution, OperatorId operator, long sequence) {
        var shown = new Volume(5, Digest.of("hello".getBytes(UTF_8)));
        var outcome = new Outcome.Finished(0, false, NOON, NOON, Output.plain(shown), Output.NONE);
        var account = new Account(execution, ProposalId.of(new byte[16]), operator, 1, outcome);
        var head = new ChainHead(VaultId.of(new byte[16]), sequence, Digest.of(new byte[0]));
        harbour.views
                .receipts()
                .keep(List.of(Receipt.of(account, sequence, head).sign(_ -> new byte[64])), NOON);
    }
}
