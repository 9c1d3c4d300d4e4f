package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.session.Judging;
import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.cluster.workspace.Workspace.PolicyReply;
import ai.dropops.persistence.view.ApprovalRow;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.PolicyRow;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.guard.Verdict;
import ai.dropops.protocol.identity.ProposalId;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
    private static final String PRODUCTION = "version: 1\nproduction: {hosts: ['prod-*']}\n";

    @TempDir
    Path temporary;

    @Test
    void aPolicySetIsInForceAtOnceAndAfterARestart() {
        try (var stage = new Stage(temporary)) {
            stage.host("prod-1");
            stage.host("spare-1");
            assertThat(approval(stage, "prod-1").risk()).isEqualTo(Risk.MEDIUM);

            assertThat(set(stage, 0, PRODUCTION)).isEqualTo(new PolicyReply.Set(1));

            assertThat(approval(stage, "prod-1").risk()).isEqualTo(Risk.HIGH);
            var production = approval(stage, "prod-1").id();
            assertThat(stage.views()
                            .proposals()
                            .brief(Stage.WORKSPACE, production)
                            .reasons())
                    .anyMatch(reason -> reason.contains("production"));
            assertThat(approval(stage, "all").risk()).isEqualTo(Risk.HIGH);
            assertThat(approval(stage, "spare-1").risk()).isEqualTo(Risk.MEDIUM);
            stage.restart();
            assertThat(set(stage, 0, PRODUCTION)).isEqualTo(new PolicyReply.Outdated(1));
            assertThat(stage.views().policies().current(Stage.WORKSPACE)).hasValueSatisfying(row -> {
                assertThat(row.version()).isEqualTo(1);
                assertThat(row.text()).isEqualTo(PRODUCTION);
                assertThat(row.by()).isEqualTo(Stage.OWNER);
            });
        }
    }

    @Test
    void asManyPeopleAreAskedAsThePolicySays() {
        try (var stage = new Stage(temporary)) {
            stage.host("alpha");
            set(stage, 0, "version: 1\napprovals:\n  quorum: 2\n  quorum-high: 3\n  requester-may-approve: false\n");
            assertThat(stage.propose(Stage.approved("touch x", "alpha")))
                    .isInstanceOfSatisfying(
                            Session.ProposeReply.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(Session.ProposeReply.Reason.NEEDS_SECOND_LOOK));

            ApprovalRow row = approval(stage, "alpha");
            assertThat(row.quorum()).isEqualTo(2);
            assertThat(stage.approve(row.id(), Stage.OWNER))
                    .isEqualTo(new Approval.Reply.Refused(Approval.Reply.Reason.REQUESTER_MAY_NOT));
            assertThat(stage.approve(row.id())).isEqualTo(new Approval.Reply.Done());
            assertThat(stage.batch(row.id()).state()).isEqualTo(BatchStatus.WAITING);
            assertThat(stage.approve(row.id(), Stage.THIRD)).isEqualTo(new Approval.Reply.Done());
            assertThat(stage.ended(row.id()).state()).isEqualTo(BatchStatus.COMPLETED);
        }
    }

    @Test
    void aProposalIsFrozenWithTheDigestOfThePolicyItWasJudgedBy() {
        try (var stage = new Stage(temporary)) {
            stage.host("alpha");
            ProposalId before = stage.proposed(Stage.wish("touch x", "alpha"));
            set(stage, 0, PRODUCTION);
            ProposalId after = stage.proposed(Stage.wish("touch x", "alpha"));

            assertThat(digest(stage, before))
                    .isEqualTo(Policy.defaults().digest().hex());
            assertThat(digest(stage, after))
                    .isEqualTo(Policy.parse(PRODUCTION).digest().hex());
        }
    }

    @Test
    void onlyTheNextOfTheVersionInForceIsTakenAndOnlyIfItCanBeRead() {
        try (var stage = new Stage(temporary)) {
            assertThat(set(stage, 0, "version: 1\nblok: []"))
                    .isInstanceOfSatisfying(
                            PolicyReply.Malformed.class,
                            malformed -> assertThat(malformed.message()).contains("line 2", "blok"));
            assertThat(set(stage, 1, PRODUCTION)).isEqualTo(new PolicyReply.Outdated(0));
            assertThat(set(stage, 0, PRODUCTION)).isEqualTo(new PolicyReply.Set(1));
            assertThat(set(stage, 0, "version: 1")).isEqualTo(new PolicyReply.Outdated(1));
            assertThat(set(stage, 1, "version: 1")).isEqualTo(new PolicyReply.Set(2));

            assertThat(stage.views().policies().last(Stage.WORKSPACE, 10))
                    .extracting(PolicyRow::version)
                    .containsExactly(2, 1);
            assertThat(stage.views().policies().find(Stage.WORKSPACE, 1))
                    .hasValueSatisfying(row -> assertThat(row.text()).isEqualTo(PRODUCTION));
        }
    }

    @Test
    void anExplanationIsTheVerdictAndProposesNothing() {
        try (var stage = new Stage(temporary)) {
            stage.host("prod-1");
            set(stage, 0, PRODUCTION);

            assertThat(explain(stage, "touch x", "prod-1"))
                    .isInstanceOfSatisfying(
                            Judging.Explanation.Judged.class,
                            judged -> assertThat(judged.verdict())
                                    .isInstanceOfSatisfying(
                                            Verdict.Ask.class,
                                            ask -> assertThat(ask.risk()).isEqualTo(Risk.HIGH)));
            assertThat(explain(stage, "touch x", "nobody")).isInstanceOf(Judging.Explanation.NoHosts.class);
            assertThat(stage.views().approvals().all(Stage.WORKSPACE, 10)).isEmpty();
        }
    }

    private static PolicyReply set(Stage stage, int expected, String text) {
        return stage.ask(
                Workspace.KEY,
                Stage.WORKSPACE.value(),
                (ActorRef<PolicyReply> replyTo) ->
                        new Workspace.Command.SetPolicy(expected, text, Stage.OWNER, replyTo));
    }

    private static Judging.Explanation explain(Stage stage, String command, String targets) {
        return new Judging(stage.views())
                .explain(RunCommand.of(command), targets, Stage.WORKSPACE, Stage.SESSION, Instant.EPOCH);
    }

    private static ApprovalRow approval(Stage stage, String targets) {
        ProposalId proposal = stage.proposed(Stage.wish("touch x", targets));
        return stage.views().approvals().find(Stage.WORKSPACE, proposal).orElseThrow();
    }

    private static String digest(Stage stage, ProposalId proposal) {
        return stage.views()
                .proposals()
                .find(Stage.WORKSPACE, proposal)
                .orElseThrow()
                .proposal()
                .policy()
                .hex();
    }
}
