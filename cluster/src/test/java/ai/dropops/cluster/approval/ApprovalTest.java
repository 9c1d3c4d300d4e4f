package ai.dropops.cluster.approval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.RestartSettings;
import ai.dropops.cluster.approval.Approval.Command;
import ai.dropops.cluster.approval.Approval.Event;
import ai.dropops.cluster.approval.Approval.Reply;
import ai.dropops.cluster.approval.Approval.Reply.Reason;
import ai.dropops.cluster.approval.ApprovalState.Decided;
import ai.dropops.cluster.approval.ApprovalState.Ending;
import ai.dropops.cluster.approval.ApprovalState.Pending;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.view.ApprovalRow;
import ai.dropops.persistence.view.ApprovalStatus;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.WorkspaceId;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalTest {
    private static final Config CONFIG = ConfigFactory.parseString("""
                    pekko.actor.provider = local
                    pekko.actor.allow-java-serialization = off
                    pekko.actor.serializers.dropops-stored = "ai.dropops.persistence.journal.EventSerializer"
                    pekko.actor.serialization-bindings {
                      "ai.dropops.cluster.CborSerializable" = jackson-cbor
                      "ai.dropops.persistence.journal.Stored" = dropops-stored
                    }
                    """)
            .withFallback(EventSourcedBehaviorTestKit.config())
            .withFallback(ConfigFactory.load());
    private static final Bytes FEEDBACK = Bytes.copyOf(new byte[] {1, 2, 3});

    /** A clock that stands still until it is moved. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Questions.NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @TempDir
    Path temporary;

    private final HandClock clock = new HandClock();
    private final BlockingQueue<Decision> decisions = new LinkedBlockingQueue<>();
    private ActorTestKit actors;
    private DataFolder folder;
    private Database database;
    private Views views;
    private EventSourcedBehaviorTestKit<Command, Event, ApprovalState> approval;

    @BeforeEach
    void open() {
        folder = DataFolder.open(temporary.resolve("data"));
        database = Database.open(folder.journal(), ConfigFactory.load());
        var random = new SecureRandom();
        var keyring = Keyring.open(database, folder, Map.of(), random);
        views = Views.open(database, new WorkspaceKeys(keyring, random), clock);
        actors = ActorTestKit.create(CONFIG);
        var shard = actors.<ClusterSharding.ShardCommand>createTestProbe();
        approval = EventSourcedBehaviorTestKit.create(
                actors.system(),
                Approval.create(
                        new EntityContext<>(Approval.KEY, Questions.PROPOSAL.value(), shard.ref()),
                        new Approval.Surroundings(
                                views.writer(),
                                new PermitSigner(Questions.DIGEST, _ -> new byte[64]),
                                (_, decision) -> decisions.add(decision),
                                clock,
                                new ApprovalSettings(
                                        Duration.ofSeconds(2),
                                        Duration.ofMinutes(2),
                                        RestartSettings.from(
                                                ConfigFactory.load().getConfig("dropops.cluster.restart"))))),
                new EventSourcedBehaviorTestKit.SerializationSettings(true, true, true, true, false));
    }

    @AfterEach
    void close() {
        actors.shutdownTestKit();
        views.close();
        database.close();
        folder.close();
    }

    @Test
    void oneYesIsEnoughWhereNothingElseIsAsked() {
        ask(Questions.ONE_YES);

        var granted = grant(Questions.ADA);

        assertThat(granted.reply()).isEqualTo(new Reply.Done());
        assertThat(granted.events()).hasSize(2).first().isEqualTo(agreed(Questions.ADA));
        assertThat(permit().approvers()).containsExactly(Questions.ADA);
        assertThat(row().votes()).containsExactly(yes(Questions.ADA));
    }

    @Test
    void aQuorumOfTwoTakesTwoDifferentMembersWhoAreBothInThePermit() {
        ask(new Terms(2, true, ""));

        grant(Questions.GRACE);
        assertThat(row().state()).isEqualTo(ApprovalStatus.PENDING);
        assertThat(row().votes()).containsExactly(yes(Questions.GRACE));
        assertThat(grant(Questions.GRACE).reply()).isEqualTo(new Reply.Refused(Reason.ALREADY_AGREED));
        assertThat(approval.getState()).isInstanceOf(Pending.class);
        assertThat(decisions).doesNotHaveAnyElementsOfTypes(Decision.Granted.class);

        grant(Questions.ADA);
        assertThat(row().state()).isEqualTo(ApprovalStatus.GRANTED);
        assertThat(permit().authority()).isEqualTo(Permit.Authority.HUMAN);
        assertThat(permit().approvers()).containsExactlyInAnyOrder(Questions.ADA, Questions.GRACE);
    }

    @Test
    void whoeverAsksMayNotAnswerWherePolicyWantsAnotherPerson() {
        ask(new Terms(1, false, ""));

        assertThat(grant(Questions.ASKER).reply()).isEqualTo(new Reply.Refused(Reason.REQUESTER_MAY_NOT));
        assertThat(grant(Questions.ADA).reply()).isEqualTo(new Reply.Done());
    }

    @Test
    void whoeverAsksMayTakeItBackAllTheSame() {
        ask(new Terms(1, false, ""));

        assertThat(deny(Questions.ASKER)).isEqualTo(new Reply.Done());
        assertThat(row().state()).isEqualTo(ApprovalStatus.DENIED);
    }

    @Test
    void aNoWinsUntilTheQuorumIsFull() {
        ask(new Terms(3, true, ""));
        grant(Questions.ADA);
        grant(Questions.GRACE);

        assertThat(deny(Questions.ADA)).isEqualTo(new Reply.Done());

        assertThat(row().state()).isEqualTo(ApprovalStatus.DENIED);
        assertThat(row().feedback()).isEqualTo(FEEDBACK);
        assertThat(row().votes()).hasSize(3).last().satisfies(vote -> {
            assertThat(vote.yes()).isFalse();
            assertThat(vote.address()).isEqualTo("192.0.2.7");
            assertThat(vote.at()).isEqualTo(Questions.NOW);
        });
        assertThat(grant(Questions.ASKER).reply()).isEqualTo(new Reply.Refused(Reason.ALREADY_DECIDED));
        assertThat(decisions).doesNotHaveAnyElementsOfTypes(Decision.Granted.class);
    }

    @Test
    void aNoAfterTheQuorumComesTooLate() {
        ask(Questions.ONE_YES);
        grant(Questions.ADA);

        assertThat(deny(Questions.GRACE)).isEqualTo(new Reply.Refused(Reason.ALREADY_DECIDED));
        assertThat(row().state()).isEqualTo(ApprovalStatus.GRANTED);
    }

    @Test
    void aHighRiskIsConfirmedByTypingWhatItTouches() {
        approval.runCommand(
                new Command.Ask(Questions.question(new Terms(1, true, "3 hosts"), Risk.HIGH, Question.Answer.OPEN)));

        for (String typed : new String[] {"", "yes", "2 hosts", "3", "3 HOSTS"}) {
            assertThat(grant(Questions.ADA, Questions.DIGEST, typed).reply())
                    .as(typed)
                    .isEqualTo(new Reply.Refused(Reason.NOT_CONFIRMED));
        }
        assertThat(grant(Questions.ADA, Questions.DIGEST, " 3 hosts ").reply()).isEqualTo(new Reply.Done());
    }

    @Test
    void anotherDigestIsNotAgreedTo() {
        ask(Questions.ONE_YES);

        assertThat(grant(Questions.ADA, Questions.OTHER_DIGEST, "").reply())
                .isEqualTo(new Reply.Refused(Reason.DIGEST_MISMATCH));
        assertThat(approval.getState()).isInstanceOf(Pending.class);
    }

    @Test
    void inAnotherWorkspaceItDoesNotExist() {
        ask(Questions.ONE_YES);

        assertThat(approval.<Reply>runCommand(
                                replyTo -> grant(Questions.ELSEWHERE, Questions.ADA, Questions.DIGEST, "", replyTo))
                        .reply())
                .isEqualTo(new Reply.Refused(Reason.UNKNOWN_APPROVAL));
    }

    @Test
    void aYesAfterTheTimeEndsIt() {
        ask(new Terms(2, true, ""));
        grant(Questions.ADA);
        clock.now = Questions.NOW.plus(Questions.TO_DECIDE);

        assertThat(grant(Questions.GRACE).reply()).isEqualTo(new Reply.Refused(Reason.EXPIRED));
        assertThat(row().state()).isEqualTo(ApprovalStatus.EXPIRED);
        assertThat(deny(Questions.ADA)).isEqualTo(new Reply.Refused(Reason.EXPIRED));
    }

    @Test
    void whatWasSaidSurvivesARestart() {
        ask(new Terms(2, false, ""));
        grant(Questions.ADA);

        approval.restart();
        assertThat(grant(Questions.ADA).reply()).isEqualTo(new Reply.Refused(Reason.ALREADY_AGREED));
        assertThat(grant(Questions.ASKER).reply()).isEqualTo(new Reply.Refused(Reason.REQUESTER_MAY_NOT));
        grant(Questions.GRACE);
        Permit before = permit();

        approval.restart();
        assertThat(permit()).isEqualTo(before);
        assertThat(decisions).last().isEqualTo(new Decision.Granted(Questions.PROPOSAL, before));
    }

    @Test
    void theOneWhoProposesAndApprovesInOneBreathIsRecordedWithAddressAndTime() {
        approval.runCommand(new Command.Ask(Questions.question(Questions.ONE_YES, Risk.MEDIUM, Question.Answer.SELF)));

        assertThat(permit().approvers()).containsExactly(Questions.ASKER);
        assertThat(row().votes())
                .containsExactly(new ApprovalRow.Vote(Questions.ASKER, true, Questions.NOW, "192.0.2.1"));
    }

    @Test
    void whatIsAllowedNeedsNobody() {
        approval.runCommand(
                new Command.Ask(Questions.question(Questions.ONE_YES, Risk.LOW, Question.Answer.AUTOMATIC)));

        assertThat(row().state()).isEqualTo(ApprovalStatus.AUTOMATIC);
        assertThat(decisions)
                .last()
                .isInstanceOfSatisfying(
                        Decision.Granted.class,
                        granted -> assertThat(granted.permit().authority()).isEqualTo(Permit.Authority.AUTOMATIC));
    }

    @Test
    void askingAgainChangesNothing() {
        ask(new Terms(2, true, ""));
        grant(Questions.ADA);

        assertThat(approval.runCommand(new Command.Ask(Questions.asked(Questions.ONE_YES)))
                        .hasNoEvents())
                .isTrue();
    }

    private void ask(Terms terms) {
        approval.runCommand(new Command.Ask(Questions.asked(terms)));
    }

    private EventSourcedBehaviorTestKit.CommandResultWithReply<Command, Event, ApprovalState, Reply> grant(
            MemberId by) {
        return grant(by, Questions.DIGEST, "");
    }

    private EventSourcedBehaviorTestKit.CommandResultWithReply<Command, Event, ApprovalState, Reply> grant(
            MemberId by, Digest seen, String typed) {
        return approval.runCommand(replyTo -> grant(Questions.WORKSPACE, by, seen, typed, replyTo));
    }

    private static Command grant(
            WorkspaceId workspace,
            MemberId by,
            Digest seen,
            String typed,
            org.apache.pekko.actor.typed.ActorRef<Reply> replyTo) {
        return new Command.Grant(workspace, by, "192.0.2.9", seen, typed, List.of(), replyTo);
    }

    private Reply deny(MemberId by) {
        return approval.<Reply>runCommand(
                        replyTo -> new Command.Deny(Questions.WORKSPACE, by, "192.0.2.7", FEEDBACK, replyTo))
                .reply();
    }

    private Permit permit() {
        return ((Ending.Granted) ((Decided) approval.getState()).ending()).permit();
    }

    private ApprovalRow row() {
        views.flushed().toCompletableFuture().join();
        return views.approvals().find(Questions.WORKSPACE, Questions.PROPOSAL).orElseThrow();
    }

    private static Event agreed(MemberId by) {
        return new Event.Agreed(Questions.vote(by));
    }

    private static ApprovalRow.Vote yes(MemberId by) {
        return new ApprovalRow.Vote(by, true, Questions.NOW, "192.0.2.9");
    }
}
