package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.Operator.AttachReply;
import ai.dropops.cluster.operator.Operator.Command;
import ai.dropops.cluster.operator.Operator.EnrolReply;
import ai.dropops.cluster.operator.Operator.Reply;
import ai.dropops.cluster.session.Session;
import ai.dropops.persistence.view.Alarm;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorRows;
import ai.dropops.persistence.view.OperatorStatus;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame.Goodbye;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorLifeTest {
    @TempDir
    Path temporary;

    @Test
    void aSlotGoesThroughItsStatuses() {
        try (var stage = new Stage(temporary)) {
            var host = stage.slot("alpha");
            var seen = new ArrayList<OperatorStatus>();
            seen.add(status(stage, host, Instant.now()));
            stage.enrol(host);
            seen.add(status(stage, host, Instant.now()));
            ActorRef<LinkCommand> link = stage.link(host);
            stage.attach(host, link);
            seen.add(status(stage, host, Instant.now()));
            stage.bind(host);
            seen.add(status(stage, host, Instant.now()));
            seen.add(status(stage, host, Instant.now().plusSeconds(61)));
            assertThat(this.<Reply>tell(stage, host, replyTo -> new Command.Stop(Stage.WORKSPACE, replyTo)))
                    .isEqualTo(new Reply.Done());
            seen.add(status(stage, host, Instant.now()));
            stage.connect(host);
            seen.add(status(stage, host, Instant.now()));

            assertThat(seen)
                    .containsExactly(
                            OperatorStatus.AVAILABLE,
                            OperatorStatus.OFFLINE,
                            OperatorStatus.ACTIVE,
                            OperatorStatus.BOUND,
                            OperatorStatus.STALE,
                            OperatorStatus.STOPPED,
                            OperatorStatus.BOUND);
            assertThat(stage.views().operators().counts(Stage.WORKSPACE)).containsEntry(OperatorStatus.BOUND, 1);
            assertThat(stage.views()
                            .operators()
                            .page(Stage.WORKSPACE, new OperatorRows.Filter("ALPHA", OperatorStatus.BOUND, 0, 10)))
                    .hasSize(1);
        }
    }

    @Test
    void aKeyWorksOnOneMachineOnlyAndElsewhereItRings() {
        try (var stage = new Stage(temporary)) {
            var host = stage.slot("alpha");
            assertThat(stage.enrol(host)).isEqualTo(new EnrolReply.Accepted(host.id(), Stage.WORKSPACE));
            assertThat(stage.enrol(host)).isInstanceOf(EnrolReply.Accepted.class);

            var thief = new FakeHost("elsewhere", host.key);
            assertThat(stage.enrol(thief)).isEqualTo(new EnrolReply.Refused(EnrolReply.Reason.WRONG_MACHINE));
            assertThat(row(stage, host).alarms()).extracting(Alarm::code).containsExactly(Alarm.Code.FOREIGN_MACHINE);
            assertThat(stage.enrol(thief)).isInstanceOf(EnrolReply.Refused.class);
            assertThat(row(stage, host).alarms()).hasSize(1);

            var guesser = new FakeHost("alpha", ApiKey.of(host.id(), new byte[32]));
            assertThat(stage.enrol(guesser)).isEqualTo(new EnrolReply.Refused(EnrolReply.Reason.WRONG_KEY));
        }
    }

    @Test
    void aRefreshedKeyEndsTheOldOneTheLinkAndTheCertificateAtOnce() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            var fresh = new FakeHost("moved", ApiKey.of(host.id(), new byte[32]));
            this.<Reply>tell(
                    stage,
                    host,
                    replyTo -> new Command.RefreshKey(
                            Stage.WORKSPACE, fresh.key.text().digest(), replyTo));

            Stage.until(() -> !host.goodbyes.isEmpty());
            assertThat(host.goodbyes.getFirst().code()).isEqualTo(Goodbye.Code.REVOKED);
            assertThat(stage.connect(host)).satisfies(reply -> refused(reply, Goodbye.Code.REVOKED));
            assertThat(stage.enrol(host)).isEqualTo(new EnrolReply.Refused(EnrolReply.Reason.WRONG_KEY));
            assertThat(stage.enrol(fresh)).isInstanceOf(EnrolReply.Accepted.class);
            assertThat(stage.connect(fresh)).isInstanceOf(AttachReply.Attached.class);
            assertThat(stage.connect(host)).satisfies(reply -> refused(reply, Goodbye.Code.REVOKED));
        }
    }

    @Test
    void aRevokedKeyLetsNobodyIn() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            this.<Reply>tell(stage, host, replyTo -> new Command.RevokeKey(Stage.WORKSPACE, replyTo));
            Stage.until(() -> !host.goodbyes.isEmpty());
            assertThat(stage.connect(host)).satisfies(reply -> refused(reply, Goodbye.Code.REVOKED));
            assertThat(stage.enrol(host)).isEqualTo(new EnrolReply.Refused(EnrolReply.Reason.REVOKED));
            assertThat(row(stage, host).keyActive()).isFalse();
        }
    }

    @Test
    void aNewLinkReplacesTheOldOne() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            assertThat(stage.connect(host)).isInstanceOf(AttachReply.Attached.class);
            Stage.until(() -> !host.goodbyes.isEmpty());
            assertThat(host.goodbyes.getFirst().code()).isEqualTo(Goodbye.Code.REPLACED);
        }
    }

    @Test
    void aQuestionThatIsOlderThanWhatItsHostSaidSinceIsNoRollback() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            var late = late(stage, host);
            run(stage);
            stage.tell(host, late);
            Stage.until(() -> host.doubted.contains(late.link()));

            run(stage);
            assertThat(row(stage, host).alarms()).isEmpty();
            assertThat(host.goodbyes).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsOlderThanWhatItsHostSaidSinceIsNoRollbackEither() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            var late = late(stage, host);
            stage.tell(host, late);
            Stage.until(() -> host.doubted.contains(late.link()));
            run(stage);
            stage.tell(host, new Command.Confirmed(late));
            Stage.until(() -> host.doubted.size() == 2);

            run(stage);
            assertThat(row(stage, host).alarms()).isEmpty();
            assertThat(host.goodbyes).isEmpty();
        }
    }

    @Test
    void aLinkItsHostHasLeftReplacesNone() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            var late = late(stage, host);
            stage.tell(host, late);
            Stage.until(() -> host.doubted.contains(late.link()));

            run(stage);
            assertThat(host.goodbyes).isEmpty();
        }
    }

    @Test
    void aCopyOfAHostThatIsThereIsQuarantined() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            run(stage);
            host.forgetReceipts();

            assertThat(stage.connect(host)).satisfies(reply -> refused(reply, Goodbye.Code.ROLLED_BACK));
            assertThat(row(stage, host).alarms()).extracting(Alarm::code).containsExactly(Alarm.Code.ROLLED_BACK);
        }
    }

    @Test
    void aHostThatForgotItsReceiptsIsQuarantinedAlsoAfterARestart() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            run(stage);
            stage.restart();
            host.forgetReceipts();

            assertThat(stage.connect(host)).satisfies(reply -> refused(reply, Goodbye.Code.ROLLED_BACK));
            assertThat(row(stage, host).alarms()).extracting(Alarm::code).containsExactly(Alarm.Code.ROLLED_BACK);
            assertThat(stage.connect(host)).satisfies(reply -> refused(reply, Goodbye.Code.ROLLED_BACK));
        }
    }

    @Test
    void anOperatorBelongsToOneSessionAndOneWorkspace() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            var other = SessionId.of("other-session-16".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(this.<Operator.BindReply>tell(
                            stage, host, replyTo -> new Command.Bind(Stage.WORKSPACE, other, replyTo)))
                    .isEqualTo(new Operator.BindReply.Refused(host.id(), Reply.Reason.BOUND_ELSEWHERE));
            assertThat(stage.bind(host)).isEqualTo(new Session.Reply.Done());

            var foreign = WorkspaceId.of("other-workspace1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(this.<Reply>tell(stage, host, replyTo -> new Command.Stop(foreign, replyTo)))
                    .isEqualTo(new Reply.Refused(Reply.Reason.UNKNOWN_OPERATOR));

            assertThat(stage.<Session.Reply>session(
                            replyTo -> new Session.Command.Unbind(Stage.WORKSPACE, host.id(), replyTo)))
                    .isEqualTo(new Session.Reply.Done());
            assertThat(row(stage, host).boundSession()).isNull();
        }
    }

    /** What a link asks that the host has left by the time it is heard. */
    private static Command.Attach late(Stage stage, FakeHost host) {
        ActorRef<LinkCommand> link = stage.link(host);
        host.left.add(link);
        return host.attach(link, stage.system().ignoreRef());
    }

    private static void run(Stage stage) {
        ProposalId proposal = stage.proposed(Stage.wish("make", "alpha"));
        stage.approve(proposal);
        assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
    }

    private static void refused(AttachReply reply, Goodbye.Code code) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        AttachReply.Refused.class,
                        refused -> assertThat(refused.goodbye().code()).isEqualTo(code));
    }

    private <R> R tell(Stage stage, FakeHost host, java.util.function.Function<ActorRef<R>, Operator.Command> command) {
        return stage.operator(host.id(), command);
    }

    private static OperatorStatus status(Stage stage, FakeHost host, Instant now) {
        return row(stage, host).status(now);
    }

    private static OperatorRow row(Stage stage, FakeHost host) {
        return stage.views().operators().find(Stage.WORKSPACE, host.id()).orElseThrow();
    }
}
