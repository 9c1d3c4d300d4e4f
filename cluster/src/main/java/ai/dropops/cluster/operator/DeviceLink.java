package ai.dropops.cluster.operator;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.cluster.operator.DeviceLinkState.Answer;
import ai.dropops.cluster.operator.DeviceLinkState.Open;
import ai.dropops.cluster.operator.DeviceLinkState.Revoked;
import ai.dropops.cluster.operator.DeviceLinkState.Unmade;
import ai.dropops.persistence.view.Labels;
import ai.dropops.persistence.view.ViewWriter;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
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

/** A way in for many hosts: one token, which gives each of them a slot of its own, so many times and until its end. */
public final class DeviceLink
        extends EventSourcedBehaviorWithEnforcedReplies<DeviceLink.Command, DeviceLinkEvent, DeviceLinkState> {
    /** Named like the table of its rows. */
    public static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "device_link");

    private static final byte[] SLOT = "dropops/device-link-slot/1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = 16;
    private static final int SNAPSHOTS = 2;

    /** What a device link may be told. Members' commands name their workspace; in another one it does not exist. */
    public sealed interface Command extends CborSerializable {
        record Make(WorkspaceId workspace, Digest tokenHash, Terms terms, MemberId by, ActorRef<Reply> replyTo)
                implements Command {}

        /** No host comes in by it any more; those that have stay. Repeating it changes nothing. */
        record Revoke(WorkspaceId workspace, MemberId by, ActorRef<Reply> replyTo) implements Command {}

        /** A host shows the token. The same host is let in again and counted once. */
        record Use(Claim claim, ActorRef<UseReply> replyTo) implements Command {}
    }

    private record Idle() implements Command {}

    /**
     * What its hosts get.
     *
     * @param uses how many different hosts may come
     */
    public record Terms(NamePattern name, Kind kind, Labels labels, int uses, Instant expiresAt) {
        public static final int MOST_USES = 10_000;

        public Terms {
            if (uses < 1 || uses > MOST_USES) {
                throw new IllegalArgumentException("a device link is for 1 to " + MOST_USES + " hosts");
            }
        }
    }

    /**
     * Who shows a token: a machine and its two keys make a host.
     *
     * @param tokenHash of the token that was presented
     * @param tlsKey SHA-256 of the SubjectPublicKeyInfo in the certificate request
     */
    public record Claim(
            Digest tokenHash, Fingerprint fingerprint, VerifyingKey receiptKey, Digest tlsKey, String hostname) {}

    /** The answer to a member's command. */
    public sealed interface Reply extends CborSerializable {
        /** It is so; rows say it after {@code Views.flushed()}. */
        record Done() implements Reply {}

        record UnknownLink() implements Reply {}
    }

    /** The answer to {@link Command.Use}. */
    public sealed interface UseReply extends CborSerializable {
        /** The slot {@code operator} is this host's, now or since it came first; it may not be open yet. */
        record Admitted(OperatorId operator, WorkspaceId workspace, String name, Kind kind, Labels labels)
                implements UseReply {}

        record Refused(Reason reason) implements UseReply {}
    }

    /** Why a host is not let in. */
    public enum Reason {
        UNKNOWN,
        EXPIRED,
        REVOKED,
        USED_UP
    }

    private final ActorContext<Command> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final DeviceLinkId id;
    private final DeviceLinkView view;
    private final Clock clock;
    private final DeviceLinkSettings settings;

    private DeviceLink(
            ActorContext<Command> context,
            EntityContext<Command> entity,
            ViewWriter rows,
            Clock clock,
            DeviceLinkSettings settings) {
        super(
                PersistenceId.of(KEY.name(), entity.getEntityId()),
                settings.restart().strategy());
        this.context = context;
        this.shard = entity.getShard();
        this.id = new DeviceLinkId(entity.getEntityId());
        this.view = new DeviceLinkView(id, rows);
        this.clock = clock;
        this.settings = settings;
        context.setReceiveTimeout(settings.passivateAfter(), new Idle());
    }

    public static Behavior<Command> create(
            EntityContext<Command> entity, ViewWriter rows, Clock clock, DeviceLinkSettings settings) {
        return Behaviors.setup(context -> new DeviceLink(context, entity, rows, clock, settings));
    }

    @Override
    public DeviceLinkState emptyState() {
        return new Unmade();
    }

    @Override
    public EventHandler<DeviceLinkState, DeviceLinkEvent> eventHandler() {
        return DeviceLinkState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS);
    }

    @Override
    public SignalHandler<DeviceLinkState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::show)
                .build();
    }

    @Override
    public CommandHandlerWithReply<Command, DeviceLinkEvent, DeviceLinkState> commandHandler() {
        return (state, command) -> switch (command) {
            case Command.Make make -> onMake(state, make);
            case Command.Revoke revoke -> onRevoke(state, revoke);
            case Command.Use use -> onUse(state, use);
            case Idle _ -> onIdle();
        };
    }

    private ReplyEffect<DeviceLinkEvent, DeviceLinkState> onMake(DeviceLinkState state, Command.Make make) {
        return state instanceof Unmade
                ? persist(
                        new DeviceLinkEvent.Made(
                                make.workspace(), make.tokenHash(), make.terms(), make.by(), clock.instant()),
                        make.replyTo(),
                        new Reply.Done())
                : Effect().reply(make.replyTo(), new Reply.UnknownLink());
    }

    private ReplyEffect<DeviceLinkEvent, DeviceLinkState> onRevoke(DeviceLinkState state, Command.Revoke revoke) {
        return switch (state) {
            case Open _
            when state.isIn(revoke.workspace()) ->
                persist(new DeviceLinkEvent.Revoked(revoke.by(), clock.instant()), revoke.replyTo(), new Reply.Done());
            case Revoked _ when state.isIn(revoke.workspace()) -> Effect().reply(revoke.replyTo(), new Reply.Done());
            case Unmade _, Open _, Revoked _ -> Effect().reply(revoke.replyTo(), new Reply.UnknownLink());
        };
    }

    private ReplyEffect<DeviceLinkEvent, DeviceLinkState> onUse(DeviceLinkState state, Command.Use use) {
        OperatorId operator = slotOf(use.claim());
        Instant now = clock.instant();
        return switch (state.answer(use.claim(), operator, now)) {
            case Answer.No(var reason) -> Effect().reply(use.replyTo(), new UseReply.Refused(reason));
            case Answer.Again(var open, var name) -> Effect().reply(use.replyTo(), admitted(open, operator, name));
            case Answer.First(var open, var name) ->
                persist(new DeviceLinkEvent.Used(operator, name, now), use.replyTo(), admitted(open, operator, name));
        };
    }

    /** The same host has the same slot, however often it asks. */
    private OperatorId slotOf(Claim claim) {
        Digest host = Digest.of(
                SLOT,
                id.bytes(),
                claim.fingerprint().digest().array(),
                claim.tlsKey().array(),
                claim.receiptKey().digest().array());
        return OperatorId.of(Arrays.copyOf(host.array(), ID_BYTES));
    }

    private static UseReply admitted(Open open, OperatorId operator, String name) {
        Terms terms = open.made().terms();
        return new UseReply.Admitted(operator, open.made().workspace(), name, terms.kind(), terms.labels());
    }

    private ReplyEffect<DeviceLinkEvent, DeviceLinkState> onIdle() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        return Effect().noReply();
    }

    private <R> ReplyEffect<DeviceLinkEvent, DeviceLinkState> persist(
            DeviceLinkEvent event, ActorRef<R> replyTo, R reply) {
        return Effect().persist(event).thenRun(this::show).thenReply(replyTo, _ -> reply);
    }

    private void show(DeviceLinkState state) {
        view.show(state, lastSequenceNumber(context));
    }
}
