package ai.dropops.web.api;

import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.view.ApprovalRow;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.Brief;
import ai.dropops.persistence.view.Change;
import ai.dropops.persistence.view.DeviceLinkRow;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.PolicyRow;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a workspace's rows look like to one of its members. */
public final class Rows {
    /** How many hosts an approval names where several are shown, or where it was just decided. */
    private static final int FEW_TARGETS = 100;

    private static final int ALL_TARGETS = 100_000;

    private final Views views;
    private final Records records;
    private final Clock clock;
    private final Executor blocking;

    public Rows(Views views, Records records, Clock clock, Executor blocking) {
        this.views = views;
        this.records = records;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** What was changed, as a name and what the API shows for it; empty when it is gone. */
    public Optional<Changed> changed(Change change, Caller caller) {
        return switch (change) {
            case Change.OfOperator(var workspace, var id) ->
                views.operators().find(workspace, id).map(row -> new Changed("operator", operator(row, caller)));
            case Change.OfApproval(var workspace, var id) ->
                views.approvals().find(workspace, id).map(row -> new Changed("approval", approval(row, FEW_TARGETS)));
            case Change.OfBatch(var workspace, var id) ->
                views.batches().find(workspace, id).map(row -> new Changed("batch", batch(row)));
        };
    }

    Instant now() {
        return clock.instant();
    }

    /** Something that changed: {@code operator}, {@code approval} or {@code batch}, and what it is now. */
    public record Changed(String name, Object json) {}

    /** The batch with all its executions. */
    public Object whole(BatchRow row, List<ExecutionRow> executions) {
        return new BatchJson.Whole(
                batch(row), executions.stream().map(ExecutionJson::of).toList());
    }

    /** The batch without them. */
    public Object alone(BatchRow row) {
        return batch(row);
    }

    public Object execution(ExecutionRow row) {
        return ExecutionJson.of(row);
    }

    Views views() {
        return views;
    }

    /** {@code query} answered where blocking does no harm. */
    <T> CompletionStage<T> read(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, blocking);
    }

    /** {@code query} answered once the rows show everything entities have answered before. */
    <T> CompletionStage<T> readSettled(Supplier<T> query) {
        return views.flushed().thenApplyAsync(_ -> query.get(), blocking);
    }

    OperatorJson operator(OperatorRow row, Caller caller) {
        return OperatorJson.of(row, caller.session(), clock.instant());
    }

    OperatorJson operator(OperatorId id, Caller caller) {
        return views.operators()
                .find(caller.workspace(), id)
                .map(row -> operator(row, caller))
                .orElseThrow(() -> Problem.notFound("operator").refused());
    }

    ApprovalJson approval(ProposalId id, Caller caller) {
        return approval(id, caller, ALL_TARGETS);
    }

    /** The approval to somebody who has just decided, and has seen who is meant: naming ten thousand hosts holds them up. */
    ApprovalJson decided(ProposalId id, Caller caller) {
        return approval(id, caller, FEW_TARGETS);
    }

    private ApprovalJson approval(ProposalId id, Caller caller, int targets) {
        return views.approvals()
                .find(caller.workspace(), id)
                .map(row -> approval(row, targets))
                .orElseThrow(() -> Problem.notFound("approval").refused());
    }

    ApprovalJson listed(ApprovalRow row) {
        return approval(row, FEW_TARGETS);
    }

    BatchJson.Whole batch(BatchId id, Caller caller) {
        BatchRow row = views.batches()
                .find(caller.workspace(), id)
                .orElseThrow(() -> Problem.notFound("batch").refused());
        List<ExecutionJson> executions = views.executions().of(caller.workspace(), id).stream()
                .map(ExecutionJson::of)
                .toList();
        return new BatchJson.Whole(batch(row), executions);
    }

    BatchJson batch(BatchRow row) {
        return new BatchJson(
                row.id(),
                row.id().proposal(),
                row.state(),
                row.cancelling(),
                ActionJson.line(action(row.workspace(), row.id().proposal())),
                row.strategy().wireName(),
                row.targetCount(),
                row.counts(),
                waves(row),
                BatchJson.Records.of(records.count(row.workspace(), row.id().proposal())),
                who(row.workspace(), row.requestedBy()),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt());
    }

    private WavesJson waves(BatchRow row) {
        var waves = row.waves();
        return new WavesJson(
                waves.count(),
                waves.begun(),
                waves.halt(),
                waves.goAheads().stream()
                        .map(goAhead -> new WavesJson.GoAhead(
                                goAhead.wave(), who(row.workspace(), goAhead.by()), goAhead.at(), goAhead.address()))
                        .toList());
    }

    PolicyJson policy(PolicyRow row) {
        return PolicyJson.of(row, who(row.workspace(), row.by()));
    }

    DeviceLinkJson deviceLink(DeviceLinkId id, Caller caller) {
        return views.deviceLinks()
                .find(caller.workspace(), id)
                .map(this::deviceLink)
                .orElseThrow(() -> Problem.notFound("device link").refused());
    }

    DeviceLinkJson deviceLink(DeviceLinkRow row) {
        return DeviceLinkJson.of(
                row, who(row.workspace(), row.createdBy()), known(row.workspace(), row.revokedBy()), clock.instant());
    }

    /** What {@code caller} may do in their workspace by now; empty when they have left it. */
    Optional<MemberRow.Role> role(Caller caller) {
        return views.members().find(caller.workspace(), caller.member()).map(MemberRow::role);
    }

    /** Refused when {@code caller} is no owner of their workspace; {@code what} says what only owners do: {@code end a node}. */
    void requireOwner(Caller caller, String what) {
        if (!role(caller).equals(Optional.of(MemberRow.Role.OWNER))) {
            throw Problem.forbidden("owner-only", "Only an owner of a workspace can " + what + ".", "Ask an owner.")
                    .refused();
        }
    }

    Who who(WorkspaceId workspace, MemberId member) {
        return new Who(
                member,
                views.members().find(workspace, member).map(MemberRow::name).orElse("somebody who left"));
    }

    private ApprovalJson approval(ApprovalRow row, int targets) {
        Brief brief = views.proposals().brief(row.workspace(), row.id());
        return new ApprovalJson(
                row.id(),
                BatchId.of(row.id()),
                row.state(),
                row.digest().hex(),
                ActionJson.of(action(row.workspace(), row.id())),
                views.proposals().targets(row.workspace(), row.id(), targets).stream()
                        .map(named -> new ApprovalJson.Target(
                                named.target().operator(),
                                named.name(),
                                named.hostname(),
                                named.keepsRecords() ? "host" : "control-plane"))
                        .toList(),
                row.targetCount(),
                row.strategy().wireName(),
                LimitsJson.of(row.limits()),
                row.risk(),
                brief.effects(),
                brief.profile().wireName(),
                brief.reasons(),
                said(brief.reason()),
                said(brief.diff()),
                who(row.workspace(), row.requestedBy()),
                said(row.requestedFrom()),
                row.requestedAt(),
                row.expiresAt(),
                row.quorum(),
                row.requesterMayApprove(),
                row.votes().stream().map(vote -> vote(row.workspace(), vote)).toList(),
                known(row.workspace(), row.decidedBy()),
                row.decidedAt(),
                row.selfApproved(),
                said(views.texts().open(row.workspace(), feedbackOf(row.id()), row.feedback())));
    }

    private ApprovalJson.Vote vote(WorkspaceId workspace, ApprovalRow.Vote vote) {
        return new ApprovalJson.Vote(
                who(workspace, vote.by()), vote.yes() ? "YES" : "NO", vote.at(), said(vote.address()));
    }

    /** {@code text} as it is kept with the approval it was said against. */
    Bytes sealedFeedback(WorkspaceId workspace, ProposalId id, String text) {
        return views.texts().seal(workspace, feedbackOf(id), text);
    }

    private static String feedbackOf(ProposalId id) {
        return id + "/feedback";
    }

    private Optional<Who> known(WorkspaceId workspace, @Nullable MemberId member) {
        return member == null ? Optional.empty() : Optional.of(who(workspace, member));
    }

    ActionJson shownAction(WorkspaceId workspace, ProposalId id) {
        return ActionJson.of(action(workspace, id));
    }

    Action action(WorkspaceId workspace, ProposalId id) {
        Frozen frozen = views.proposals()
                .find(workspace, id)
                .orElseThrow(() -> new IllegalStateException("the proposal of " + id + " is not stored"));
        return frozen.proposal().action();
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
