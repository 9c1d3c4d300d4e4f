package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.session.Session.ProposeReply;
import ai.dropops.persistence.view.ApprovalStatus;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ProposalId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpineTest {
    @TempDir
    Path temporary;

    @Test
    void anApprovedCommandRunsOnceAndItsReceiptIsKept() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            host.exitCode = 3;

            ProposalId proposal = stage.proposed(Stage.wish("touch /tmp/x", "alpha"));
            assertThat(stage.batch(proposal).state()).isEqualTo(BatchStatus.WAITING);
            assertThat(host.delivered).isEmpty();
            assertThat(stage.approve(proposal)).isEqualTo(new Approval.Reply.Done());

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.FAILED);
            assertThat(executions(stage, proposal)).singleElement().satisfies(execution -> {
                assertThat(execution.state()).isEqualTo(ExecutionStatus.FINISHED);
                assertThat(execution.exitCode()).isEqualTo(3);
            });
            assertThat(host.ran).hasSize(1);
            Stage.until(() -> host.kept.contains(1L));
            Stage.until(() -> host.checkpoints.size() == 1);
            Checkpoint checkpoint = host.checkpoints.getFirst();
            assertThat(checkpoint.operator()).isEqualTo(host.id());
            assertThat(checkpoint.head().number()).isEqualTo(1);
            assertThat(stage.witnessed(host.id())).containsExactly(checkpoint);
        }
    }

    @Test
    void whatOnlyReadsRunsWithoutAQuestion() {
        try (var stage = new Stage(temporary)) {
            stage.confine(stage.host("alpha"));

            assertThat(stage.propose(Stage.wish("uptime", "all")))
                    .isInstanceOfSatisfying(ProposeReply.Proposed.class, proposed -> {
                        assertThat(proposed.judgement().automatic()).isTrue();
                        assertThat(stage.ended(proposed.proposal()).state()).isEqualTo(BatchStatus.COMPLETED);
                    });
        }
    }

    @Test
    void whatIsForbiddenOrUnboundIsRefused() {
        try (var stage = new Stage(temporary)) {
            var free = stage.slot("free");
            stage.enrol(free);
            assertThat(stage.propose(Stage.wish("true", "all")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.NO_TARGETS));
            assertThat(stage.propose(Stage.wish("true", "free")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.NOT_BOUND));
            assertThat(stage.propose(Stage.wish("true", "nobody")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.BAD_TARGET));
            assertThat(stage.bind(free)).isEqualTo(new Session.Reply.Done());
            assertThat(stage.propose(Stage.wish("sudo reboot", "free"))).isInstanceOf(ProposeReply.Denied.class);
        }
    }

    @Test
    void aTargetIsASetOfBoundHostsAndNothingIsAskedWhenItIsNotTheExpectedNumber() {
        try (var stage = new Stage(temporary)) {
            stage.confine(stage.host("web-1"));
            stage.host("web-2");
            var db = stage.host("db-1");
            stage.enrol(stage.slot("free"));
            assertThat(stage.propose(Stage.counted("web-*", 3)))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.UNEXPECTED_COUNT));
            assertThat(stage.propose(Stage.wish("touch x", "all & !wbe-1")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.BAD_TARGET));
            assertThat(stage.propose(Stage.wish("touch x", "all & free")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.NOT_BOUND));
            assertThat(stage.propose(Stage.wish("touch x", "kind=cloud")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.NO_TARGETS));
            assertThat(stage.views().approvals().countPending(Stage.WORKSPACE)).isZero();

            stage.proposed(Stage.counted("all & !free", 3));
            assertThat(stage.propose(Stage.wish("touch x", "all & !role=canary")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.BAD_TARGET));
            stage.label(db, Map.of("role", "canary"));
            stage.proposed(Stage.counted("all & !role=canary", 2));
            stage.group("spared", "role=canary | web-2");
            stage.proposed(Stage.counted("all & !@spared", 1));
            stage.group("spared", "");
            assertThat(stage.propose(Stage.wish("touch x", "all & !@spared")))
                    .satisfies(reply -> refused(reply, ProposeReply.Reason.BAD_TARGET));
            stage.proposed(Stage.counted("os=linux & status=bound | db-?", 2));
        }
    }

    @Test
    void aRestartBetweenApprovalAndResultLosesNothingAndRepeatsNothing() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            host.manner = FakeHost.Manner.LINGERING;
            ProposalId proposal = stage.proposed(Stage.wish("sleep 100", "1"));
            stage.approve(proposal);
            Stage.until(() -> host.ran.size() == 1);

            stage.restart();
            host.manner = FakeHost.Manner.PROMPT;
            stage.connect(host);

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(host.ran).hasSize(1);
            assertThat(host.delivered).hasSizeGreaterThan(1).containsOnly(host.ran.getFirst());
        }
    }

    @Test
    void anApprovalGivenJustBeforeARestartIsActedOn() {
        try (var stage = new Stage(temporary)) {
            var host = stage.host("alpha");
            ProposalId proposal = stage.proposed(Stage.wish("make install", "alpha"));
            stage.restart();
            stage.connect(host);
            assertThat(stage.approve(proposal)).isEqualTo(new Approval.Reply.Done());
            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
            Stage.until(() -> stage.views()
                    .approvals()
                    .find(Stage.WORKSPACE, proposal)
                    .orElseThrow()
                    .acknowledged());
        }
    }

    @Test
    void oneApprovalServesFiveHosts() {
        try (var stage = new Stage(temporary)) {
            var hosts =
                    IntStream.range(0, 5).mapToObj(i -> stage.host("host-" + i)).toList();
            ProposalId proposal = stage.proposed(Stage.parallel("make install"));
            stage.approve(proposal);

            assertThat(stage.ended(proposal).counts().succeeded()).isEqualTo(5);
            assertThat(hosts).allSatisfy(host -> assertThat(host.ran).hasSize(1));
        }
    }

    @Test
    void theFirstFailureKeepsTheOthersFromStarting() {
        try (var stage = new Stage(temporary)) {
            var hosts =
                    IntStream.range(0, 5).mapToObj(i -> stage.host("host-" + i)).toList();
            hosts.get(1).exitCode = 1;
            ProposalId proposal = stage.proposed(Stage.wish("make install", "all"));
            stage.approve(proposal);

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.STOPPED);
            assertThat(stage.batch(proposal).counts().skipped()).isEqualTo(3);
            assertThat(hosts.subList(2, 5))
                    .allSatisfy(host -> assertThat(host.delivered).isEmpty());
        }
    }

    @Test
    void anOrderWaitsForAHostThatIsAway() {
        try (var stage = new Stage(temporary)) {
            var host = stage.slot("alpha");
            stage.enrol(host);
            stage.bind(host);
            ProposalId proposal = stage.proposed(Stage.wish("make install", "alpha"));
            stage.approve(proposal);
            Stage.until(() -> stage.batch(proposal).counts().dispatched() == 1);

            stage.connect(host);

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
        }
    }

    @Test
    void aCancelEndsWhatRunsAndNothingMoreStarts() {
        try (var stage = new Stage(temporary)) {
            var first = stage.host("host-0");
            var second = stage.host("host-1");
            first.manner = FakeHost.Manner.LINGERING;
            ProposalId proposal = stage.proposed(Stage.wish("sleep 100", "all"));
            stage.approve(proposal);
            Stage.until(() -> stage.batch(proposal).counts().running() == 1);

            assertThat(stage.cancel(proposal)).isEqualTo(new Batch.Reply.Done());

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.CANCELLED);
            assertThat(executions(stage, proposal))
                    .extracting(ExecutionRow::state)
                    .containsExactly(ExecutionStatus.FINISHED, ExecutionStatus.SKIPPED);
            assertThat(second.delivered).isEmpty();
        }
    }

    @Test
    void aLateAnswerEndsWhatWasUnknownAlsoOfACancelledBatch() {
        try (var stage = new Stage(temporary, "dropops.cluster.batch.grace = 300 ms")) {
            var host = stage.host("alpha");
            host.manner = FakeHost.Manner.UNHEARD;
            ProposalId proposal = stage.proposed(Stage.wish("make install", "alpha"));
            stage.approve(proposal);
            Stage.until(() -> host.ran.size() == 1);
            stage.cancel(proposal);
            assertThat(stage.ended(proposal).counts().unknown()).isEqualTo(1);

            host.manner = FakeHost.Manner.PROMPT;
            stage.restart();
            stage.connect(host);

            Stage.until(() -> stage.batch(proposal).counts().succeeded() == 1);
            assertThat(stage.batch(proposal).counts().unknown()).isZero();
            assertThat(executions(stage, proposal))
                    .extracting(ExecutionRow::state)
                    .containsExactly(ExecutionStatus.FINISHED);
            Stage.until(() -> host.kept.contains(1L));
        }
    }

    @Test
    void anOrderThatNeverLeftIsSkippedByACancel() {
        try (var stage = new Stage(temporary)) {
            var host = stage.slot("alpha");
            stage.enrol(host);
            stage.bind(host);
            ProposalId proposal = stage.proposed(Stage.wish("make install", "alpha"));
            stage.approve(proposal);
            Stage.until(() -> stage.batch(proposal).counts().dispatched() == 1);
            stage.cancel(proposal);

            assertThat(stage.ended(proposal).counts().skipped()).isEqualTo(1);
            stage.connect(host);
            assertThat(host.delivered).isEmpty();
        }
    }

    @Test
    void nobodyAnswersAndTheProposalExpires() {
        try (var stage = new Stage(temporary, "dropops.cluster.session.decide-within = 300 ms")) {
            stage.host("alpha");
            ProposalId proposal = stage.proposed(Stage.wish("make install", "alpha"));

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.CANCELLED);
            assertThat(stage.views()
                            .approvals()
                            .find(Stage.WORKSPACE, proposal)
                            .orElseThrow()
                            .state())
                    .isEqualTo(ApprovalStatus.EXPIRED);
            assertThat(stage.approve(proposal)).isEqualTo(new Approval.Reply.Refused(Approval.Reply.Reason.EXPIRED));
        }
    }

    @Test
    void whatGivesACommandAwayIsInNoFileInClear() {
        try (var stage = new Stage(temporary)) {
            stage.host("alpha");
            ProposalId proposal = stage.proposed(Stage.wish("touch /tmp/unmistakable", "alpha", "unmistakably needed"));
            assertThat(stage.propose(Stage.wish("sudo unmistakable", "alpha", "unmistakably wanted")))
                    .isInstanceOf(ProposeReply.Denied.class);
            stage.approve(proposal);
            stage.ended(proposal);

            assertThat(stage.views().proposals().brief(Stage.WORKSPACE, proposal))
                    .satisfies(brief -> {
                        assertThat(brief.reason()).isEqualTo("unmistakably needed");
                        assertThat(brief.reasons()).isNotEmpty();
                        assertThat(files(temporary))
                                .hasSizeGreaterThan(1)
                                .allSatisfy(file -> assertThat(file)
                                        .doesNotContain("unmistakabl")
                                        .doesNotContain(brief.reasons().getFirst()));
                    });
        }
    }

    private static List<String> files(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(SpineTest::content).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refused(ProposeReply reply, ProposeReply.Reason reason) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        ProposeReply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static List<ExecutionRow> executions(Stage stage, ProposalId proposal) {
        return stage.views().executions().of(Stage.WORKSPACE, BatchId.of(proposal));
    }
}
