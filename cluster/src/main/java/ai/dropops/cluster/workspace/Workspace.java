package ai.dropops.cluster.workspace;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.cluster.workspace.WorkspaceState.Founded;
import ai.dropops.cluster.workspace.WorkspaceState.Unfounded;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.persistence.view.GroupRow;
import ai.dropops.persistence.view.PolicyRow;
import ai.dropops.persistence.view.ViewWriter;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** The tenant everything belongs to. */
public final class Workspace
        extends EventSourcedBehaviorWithEnforcedReplies<Workspace.Command, Workspace.Event, WorkspaceState> {
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "workspace");

    /** What a workspace may be told. */
    public sealed interface Command extends CborSerializable {
        /** Founds it with its owner and the owner's session; repeating it changes nothing. */
        record Found(String name, MemberId owner, String ownerName, SessionId session, ActorRef<Reply> replyTo)
                implements Command {}

        /** Gives the next operator slot its number. */
        record NumberSlot(ActorRef<Reply> replyTo) implements Command {}

        /**
         * Puts the policy {@code text} in force, if {@code expected} still is.
         *
         * @param expected the version it was made from, 0 for the defaults
         */
        record SetPolicy(int expected, String text, MemberId by, ActorRef<PolicyReply> replyTo) implements Command {}

        /** Lets {@code @name} stand for {@code targets}, which is a TARGET; empty ends it. */
        record SetGroup(String name, String targets, MemberId by, ActorRef<GroupReply> replyTo) implements Command {}
    }

    /** What has happened to the workspace, for ever. */
    public sealed interface Event extends Stored {
        record Founded(String name, MemberId owner, String ownerName, SessionId session, Instant at) implements Event {}

        record SlotNumbered(int number) implements Event {}

        /** {@code version} is counted from 1. */
        record PolicySet(int version, String text, MemberId by, Instant at) implements Event {}

        /** {@code targets} is empty when the group ended. */
        record GroupSet(String name, String targets, MemberId by, Instant at) implements Event {}
    }

    /** The answer to a command. */
    public sealed interface Reply extends CborSerializable {
        record Founded() implements Reply {}

        /** Numbers rise from 1 and are never given twice. */
        record SlotNumbered(int number) implements Reply {}

        record UnknownWorkspace() implements Reply {}
    }

    /** The answer to {@link Command.SetPolicy}. */
    public sealed interface PolicyReply extends CborSerializable {
        /** It is in force; rows say it after {@code Views.flushed()}. */
        record Set(int version) implements PolicyReply {}

        /** Somebody has set another one since. */
        record Outdated(int current) implements PolicyReply {}

        /** {@code message} names line and key. */
        record Malformed(String message) implements PolicyReply {}

        record UnknownWorkspace() implements PolicyReply {}
    }

    /** The answer to {@link Command.SetGroup}. */
    public sealed interface GroupReply extends CborSerializable {
        /** Rows say it after {@code Views.flushed()}. */
        record Set() implements GroupReply {}

        /** The workspace has as many as it may have. */
        record TooMany(int most) implements GroupReply {}

        record UnknownWorkspace() implements GroupReply {}
    }

    private static final int SNAPSHOTS = 2;
    private static final int MOST_GROUPS = 1000;

    private final WorkspaceId id;
    private final ViewWriter rows;
    private final Clock clock;
    private final WorkspaceSettings settings;

    private Workspace(EntityContext<Command> entity, ViewWriter rows, Clock clock, WorkspaceSettings settings) {
        super(
                PersistenceId.of(KEY.name(), entity.getEntityId()),
                settings.restart().strategy());
        this.id = new WorkspaceId(entity.getEntityId());
        this.rows = rows;
        this.clock = clock;
        this.settings = settings;
    }

    public static Behavior<Command> create(
            EntityContext<Command> entity, ViewWriter rows, Clock clock, WorkspaceSettings settings) {
        return Behaviors.setup(_ -> new Workspace(entity, rows, clock, settings));
    }

    @Override
    public WorkspaceState emptyState() {
        return new Unfounded();
    }

    @Override
    public EventHandler<WorkspaceState, Event> eventHandler() {
        return WorkspaceState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS);
    }

    @Override
    public SignalHandler<WorkspaceState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::show)
                .build();
    }

    @Override
    public CommandHandlerWithReply<Command, Event, WorkspaceState> commandHandler() {
        return (state, command) -> switch (command) {
            case Command.Found found -> onFound(state, found);
            case Command.NumberSlot(var replyTo) -> onNumberSlot(state, replyTo);
            case Command.SetPolicy set -> onSetPolicy(state, set);
            case Command.SetGroup set -> onSetGroup(state, set);
        };
    }

    private ReplyEffect<Event, WorkspaceState> onFound(WorkspaceState state, Command.Found found) {
        return switch (state) {
            case Founded _ -> Effect().reply(found.replyTo(), new Reply.Founded());
            case Unfounded _ ->
                Effect()
                        .persist(new Event.Founded(
                                found.name(), found.owner(), found.ownerName(), found.session(), clock.instant()))
                        .thenReply(found.replyTo(), _ -> new Reply.Founded());
        };
    }

    private ReplyEffect<Event, WorkspaceState> onNumberSlot(WorkspaceState state, ActorRef<Reply> replyTo) {
        return switch (state) {
            case Unfounded _ -> Effect().reply(replyTo, new Reply.UnknownWorkspace());
            case Founded founded ->
                Effect()
                        .persist(new Event.SlotNumbered(founded.slots() + 1))
                        .thenReply(replyTo, _ -> new Reply.SlotNumbered(founded.slots() + 1));
        };
    }

    private ReplyEffect<Event, WorkspaceState> onSetPolicy(WorkspaceState state, Command.SetPolicy set) {
        return switch (state) {
            case Unfounded _ -> Effect().reply(set.replyTo(), new PolicyReply.UnknownWorkspace());
            case Founded founded
            when founded.policyVersion() != set.expected() ->
                Effect().reply(set.replyTo(), new PolicyReply.Outdated(founded.policyVersion()));
            case Founded _ -> setPolicy(set);
        };
    }

    private ReplyEffect<Event, WorkspaceState> setPolicy(Command.SetPolicy set) {
        try {
            Policy.parse(set.text());
        } catch (IllegalArgumentException e) {
            return Effect().reply(set.replyTo(), new PolicyReply.Malformed(String.valueOf(e.getMessage())));
        }
        int version = set.expected() + 1;
        return Effect()
                .persist(new Event.PolicySet(version, set.text(), set.by(), clock.instant()))
                .thenRun(this::show)
                .thenReply(set.replyTo(), _ -> new PolicyReply.Set(version));
    }

    private ReplyEffect<Event, WorkspaceState> onSetGroup(WorkspaceState state, Command.SetGroup set) {
        return switch (state) {
            case Unfounded _ -> Effect().reply(set.replyTo(), new GroupReply.UnknownWorkspace());
            case Founded founded
            when founded.groups().size() >= MOST_GROUPS && !founded.groups().containsKey(set.name()) ->
                Effect().reply(set.replyTo(), new GroupReply.TooMany(MOST_GROUPS));
            case Founded _ ->
                Effect()
                        .persist(new Event.GroupSet(set.name(), set.targets(), set.by(), clock.instant()))
                        .thenRun(_ -> showGroup(set.name(), set.targets()))
                        .thenReply(set.replyTo(), _ -> new GroupReply.Set());
        };
    }

    /** Makes the policy in force and the groups readable; safe to repeat. */
    private void show(WorkspaceState state) {
        if (state instanceof Founded founded) {
            founded.policy()
                    .ifPresent(set -> rows.write(
                            group -> group.add(new PolicyRow(id, set.version(), set.text(), set.by(), set.at()))));
            founded.groups().forEach(this::showGroup);
        }
    }

    private void showGroup(String name, String targets) {
        rows.write(group -> group.add(new GroupRow(id, name, targets)));
    }
}
