package ai.dropops.web.link;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.Operator.AttachReply;
import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Frame.Goodbye.Code;
import ai.dropops.protocol.wire.FrameCodec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
    private static final ExecutionId EXECUTION = new ExecutionId("ab".repeat(32));
    private static final ProposalId PROPOSAL = ProposalId.of(new byte[16]);
    private static final ChainHead HEAD = new ChainHead(VaultId.of(new byte[16]), 1, Digest.of());

    @TempDir
    Path temp;

    private Harbour harbour;
    private Host host;
    private Dialled operator;

    @BeforeEach
    void dial() throws Exception {
        harbour = new Harbour(temp, "attach-patience = 300ms, attach-tries = 3");
        host = new Host();
        operator = newLink();
    }

    @AfterEach
    void close() {
        operator.close();
        harbour.close();
    }

    @Test
    void aGreetedOperatorIsWelcomedByASignedTime() throws Exception {
        operator.send(Dialled.hello());
        var attach = harbour.told(Command.Attach.class);
        assertThat(attach.fingerprint()).isEqualTo(Dialled.MACHINE);
        assertThat(attach.tlsKey()).isEqualTo(host.tlsKey());
        attach.replyTo().tell(attached());
        var welcome = operator.expect(Frame.Welcome.class);
        assertThat(welcome.operator()).isEqualTo(Harbour.OPERATOR);
        assertThat(welcome.workspace()).isEqualTo(Harbour.WORKSPACE);
        assertThat(welcome.version()).isEqualTo(FrameCodec.VERSION);
        assertThat(welcome.heartbeatSeconds()).isEqualTo(30);
        assertThat(welcome.time().signedBy(harbour.keys.permit().verifyingKey()))
                .isTrue();
    }

    @Test
    void clocksTooFarApartAreRefusedNamingBoth() throws Exception {
        Instant wrong = Instant.now().plus(Duration.ofMinutes(6)).truncatedTo(ChronoUnit.MILLIS);
        operator.send(Dialled.hello(wrong, FrameCodec.VERSION));
        var goodbye = operator.goodbye();
        assertThat(goodbye.code()).isEqualTo(Code.CLOCKS_APART);
        assertThat(goodbye.message())
                .contains(wrong.toString())
                .contains(Instant.now().toString().substring(0, 13));
        assertThat(goodbye.retry()).isTrue();
        harbour.entity.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void anOperatorOfAnotherVersionIsRefused() throws Exception {
        operator.send(Dialled.hello(Instant.now(), 99));
        assertThat(operator.goodbye().code()).isEqualTo(Code.NO_COMMON_VERSION);
    }

    @Test
    void whatTheEntityRefusesIsPassedOnAndCloses() throws Exception {
        operator.send(Dialled.hello());
        harbour.told(Command.Attach.class)
                .replyTo()
                .tell(new AttachReply.Refused(new Frame.Goodbye(Code.REVOKED, "The key was revoked.", false)));
        assertThat(operator.goodbye().code()).isEqualTo(Code.REVOKED);
    }

    @Test
    void aSilentEntityIsAskedAgainAndThenTheOperatorIsToldToComeBack() throws Exception {
        operator.send(Dialled.hello());
        for (int tries = 0; tries < 3; tries++) {
            harbour.told(Command.Attach.class);
        }
        var goodbye = operator.goodbye();
        assertThat(goodbye.code()).isEqualTo(Code.BUSY);
        assertThat(goodbye.retry()).isTrue();
    }

    @Test
    void aClosedSocketIsToldToTheEntity() throws Exception {
        ActorRef<LinkCommand> link = welcomed();
        operator.close();
        assertThat(harbour.told(Command.Detach.class).link()).isEqualTo(link);
    }

    @Test
    void aReplacedLinkSaysSoAndCloses() throws Exception {
        ActorRef<LinkCommand> first = welcomed();
        try (Dialled second = newLink()) {
            second.send(Dialled.hello());
            harbour.attach();
            second.expect(Frame.Welcome.class);
            first.tell(new LinkCommand.Close(new Frame.Goodbye(Code.REPLACED, "Another link took over.", false)));
            assertThat(operator.goodbye().code()).isEqualTo(Code.REPLACED);
            assertThat(harbour.told(Command.Detach.class).link()).isEqualTo(first);
        }
    }

    @Test
    void whatTheOperatorSaysReachesTheEntity() throws Exception {
        ActorRef<LinkCommand> link = welcomed();
        var started = new Frame.Started(EXECUTION, PROPOSAL, Instant.ofEpochSecond(1));
        operator.send(started);
        operator.send(report(5));
        assertThat(harbour.told(Command.Started.class)).isEqualTo(new Command.Started(link, started));
        assertThat(harbour.told(Command.Reported.class)).isEqualTo(new Command.Reported(link, report(5)));
    }

    @Test
    void aLostEntityIsAttachedToAgainAndToldWhatIsNotKeptYet() throws Exception {
        TestProbe<Command> shortLived = harbour.kit.createTestProbe(Command.class);
        operator.send(Dialled.hello());
        var attach = harbour.told(Command.Attach.class);
        attach.replyTo().tell(new AttachReply.Attached(Harbour.OPERATOR, Harbour.WORKSPACE, shortLived.ref()));
        operator.expect(Frame.Welcome.class);
        operator.send(report(5));
        operator.send(report(6));
        harbour.told(Command.Reported.class);
        harbour.told(Command.Reported.class);
        attach.link().tell(new LinkCommand.Send(new Frame.ReportKept(EXECUTION, 5)));
        assertThat(operator.expect(Frame.ReportKept.class).sequence()).isEqualTo(5);

        shortLived.stop();
        var again = harbour.told(Command.Attach.class);
        assertThat(again.link()).isEqualTo(attach.link());
        assertThat(again.sequence()).isEqualTo(6);
        harbour.told(Command.Attach.class).replyTo().tell(attached());
        assertThat(harbour.told(Command.Reported.class).frame()).isEqualTo(report(6));
        harbour.entity.expectNoMessage(Duration.ofMillis(500));
    }

    @Test
    void aLinkInDoubtConfirmsOnceItsHostHasAnswered() throws Exception {
        operator.send(Dialled.hello());
        var attach = harbour.told(Command.Attach.class);
        attach.link().tell(new LinkCommand.Confirm());

        assertThat(harbour.told(Command.Confirmed.class).attach()).isEqualTo(attach);
    }

    @Test
    void anOpenLinkConfirmsWithWhatItsHostHasToldSince() throws Exception {
        ActorRef<LinkCommand> link = welcomed();
        operator.send(report(5));
        harbour.told(Command.Reported.class);
        link.tell(new LinkCommand.Confirm());

        assertThat(harbour.told(Command.Confirmed.class).attach().sequence()).isEqualTo(5);
    }

    @Test
    void aCertificateIsRenewedForTheSameKeyOnly() throws Exception {
        welcomed();
        operator.send(new Frame.Renew(Bytes.wrap(host.request())));
        String pem = operator.expect(Frame.Renewed.class).certificate();
        var chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        assertThat(chain).hasSize(2);
        assertThat(Digest.of(chain.iterator().next().getPublicKey().getEncoded()))
                .isEqualTo(host.tlsKey());
        operator.send(new Frame.Renew(Bytes.wrap(new Host().request())));
        assertThat(operator.goodbye().code()).isEqualTo(Code.BAD_FRAME);
    }

    @Test
    void aStoppingServerSaysGoodbyeToEveryLink() throws Exception {
        welcomed();
        var drained = harbour.server.drain().toCompletableFuture();
        var goodbye = operator.goodbye();
        assertThat(goodbye.code()).isEqualTo(Code.SHUTTING_DOWN);
        assertThat(goodbye.retry()).isTrue();
        drained.get(20, TimeUnit.SECONDS);
        assertThat(harbour.server.links()).isZero();
    }

    private Dialled newLink() {
        var authority = harbour.keys.authority();
        return new Dialled(
                harbour.port(), host.context(authority.certificate(), host.certificate(authority, Harbour.OPERATOR)));
    }

    private ActorRef<LinkCommand> welcomed() throws InterruptedException {
        operator.send(Dialled.hello());
        ActorRef<LinkCommand> link = harbour.attach();
        operator.expect(Frame.Welcome.class);
        return link;
    }

    private AttachReply attached() {
        return new AttachReply.Attached(Harbour.OPERATOR, Harbour.WORKSPACE, harbour.entity.ref());
    }

    private static Frame.Report report(long sequence) {
        return new Frame.Report(new Receipt(
                        EXECUTION,
                        PROPOSAL,
                        Harbour.OPERATOR,
                        1,
                        sequence,
                        new Outcome.StillRunning(Instant.EPOCH),
                        HEAD)
                .sign(_ -> new byte[64]));
    }
}
