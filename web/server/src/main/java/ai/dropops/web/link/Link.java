package ai.dropops.web.link;

import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.LinkCommand.ReaderReply;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.Operator.AttachReply;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.persistence.secrets.PermitKey;
import ai.dropops.protocol.action.Succession;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Frame.Goodbye;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.SignedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.SystemMaterializer;

/** One operator's open socket: it greets, attaches itself to the operator's entity and carries frames both ways. */
final class Link extends AbstractMatchingBehavior<Link.Command> {
    private static final int CHALLENGE_BYTES = 32;

    sealed interface Command {
        /** The socket read {@code frame}, of {@code size} bytes. */
        record Said(Frame.FromOperator frame, int size) implements Command {}

        /** The host has answered what {@link Socket#ping} asked. */
        record Ponged() implements Command {}

        /** The socket is closed. */
        record Closed() implements Command {}
    }

    private record Told(LinkCommand command) implements Command {}

    private record Answered(AttachReply reply) implements Command {}

    private record EntityLost() implements Command {}

    private record AttachOverdue() implements Command {}

    private record Taken(long reader) implements Command {}

    private record Gone(long reader) implements Command {}

    private record Stored(ExecutionId execution, boolean stored) implements Command {}

    /** What every link needs and none changes. */
    record Shared(
            Surroundings surroundings,
            LinkSettings settings,
            Certificates certificates,
            Handovers handovers,
            List<Succession> successions) {}

    private sealed interface Stage {
        record Waiting() implements Stage {}

        /** Greeted, and asking the entity for the {@code tries}-th time. */
        record Attaching(Frame.Hello hello, int tries) implements Stage {}

        record Open(Connection connection) implements Stage {}
    }

    private final Shared shared;
    private final Socket socket;
    private final Peer.Known peer;
    private final RecipientRef<Operator.Command> operator;
    private final ActorRef<LinkCommand> self;
    private final ActorRef<AttachReply> answers;
    private Stage stage = new Stage.Waiting();

    private Link(ActorContext<Command> context, Shared shared, Socket socket, Peer.Known peer) {
        super(context);
        this.shared = shared;
        this.socket = socket;
        this.peer = peer;
        this.operator = shared.surroundings().operators().apply(peer.operator());
        this.self = context.messageAdapter(LinkCommand.class, Told::new);
        this.answers = context.messageAdapter(AttachReply.class, Answered::new);
        socket.begin(context.getSelf());
    }

    static Behavior<Command> create(Shared shared, Socket socket, Peer.Known peer) {
        return Behaviors.setup(context -> new Link(context, shared, socket, peer));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Command.Said(var frame, var size) -> {
                socket.handled(size);
                onFrame(frame);
            }
            case Command.Ponged _ -> onPonged();
            case Command.Closed _ -> {
                return Behaviors.stopped();
            }
            case Told(var told) -> onTold(told);
            case Answered(var reply) -> onAnswer(reply);
            case EntityLost _ -> onEntityLost();
            case AttachOverdue _ -> onAttachOverdue();
            case Taken(var reader) -> ifOpen(connection -> connection.readers().onTaken(reader));
            case Gone(var reader) -> ifOpen(connection -> connection.readers().onGone(reader));
            case Stored(var execution, var stored) -> onStored(execution, stored);
        }
        return this;
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            socket.close();
            if (!(stage instanceof Stage.Waiting)) {
                operator.tell(new Operator.Command.Detach(self));
            }
            ifOpen(connection -> connection.readers().closeAll());
        }
        return this;
    }

    private void onFrame(Frame.FromOperator frame) {
        switch (stage) {
            case Stage.Waiting _ when frame instanceof Frame.Hello hello -> onHello(hello);
            case Stage.Waiting _ -> endBroken("the first one has to be the hello");
            case Stage.Attaching _ -> endBroken("it came before the welcome");
            case Stage.Open(var connection) -> onFrame(connection, frame);
        }
    }

    private void onFrame(Connection connection, Frame.FromOperator frame) {
        switch (frame) {
            case Frame.Hello _ -> endBroken("there is one hello a connection");
            case Frame.Beat beat -> onBeat(connection, beat);
            case Frame.Started started -> operator.tell(new Operator.Command.Started(self, started));
            case Frame.Report report -> onReport(connection, report);
            case Frame.HistoryBegun begun -> operator.tell(new Operator.Command.HistoryBegun(self, begun));
            case Frame.Output(var reader, var stream, var offset, var data) ->
                pass(connection, reader, new OutputChunk.Data(stream, offset, data));
            case Frame.Gap(var reader, var stream, var from, var to) ->
                pass(connection, reader, new OutputChunk.Gap(stream, from, to));
            case Frame.OutputEnd(var reader, var reason) -> connection.readers().end(reader, reason);
            case Frame.Renew(var request) -> onRenew(request);
            case Frame.HandOver handOver -> onHandOver(connection, handOver);
        }
    }

    private void onHello(Frame.Hello hello) {
        Instant now = shared.surroundings().clock().instant();
        if (Duration.between(hello.time(), now).abs().compareTo(Validity.SKEW) > 0) {
            end(
                    Goodbye.Code.CLOCKS_APART,
                    "The clocks are more than 5 minutes apart: %s on the host, %s here. Set the host's clock."
                            .formatted(hello.time(), now),
                    true);
        } else if (!hello.versions().contains(FrameCodec.VERSION)) {
            end(
                    Goodbye.Code.NO_COMMON_VERSION,
                    "The operator speaks protocol versions %s, the control plane %d. Install the operator again."
                            .formatted(hello.versions(), FrameCodec.VERSION),
                    false);
        } else if (hello.challenge().size() != CHALLENGE_BYTES) {
            endBroken("the challenge has to be " + CHALLENGE_BYTES + " bytes");
        } else {
            stage = new Stage.Attaching(hello, 1);
            attach(hello, hello.sequence());
        }
    }

    private void attach(Frame.Hello hello, long sequence) {
        operator.tell(asking(hello, sequence));
        var _ = getContext()
                .scheduleOnce(shared.settings().attachPatience(), getContext().getSelf(), new AttachOverdue());
    }

    private Operator.Command.Attach asking(Frame.Hello hello, long sequence) {
        return new Operator.Command.Attach(self, hello.fingerprint(), peer.key(), sequence, answers);
    }

    /** What the host has told over this link is read before its answer. */
    private void onPonged() {
        switch (stage) {
            case Stage.Attaching(var hello, var _) ->
                operator.tell(new Operator.Command.Confirmed(asking(hello, hello.sequence())));
            case Stage.Open(var connection) ->
                operator.tell(new Operator.Command.Confirmed(
                        asking(connection.hello(), connection.reports().highest())));
            case Stage.Waiting _ -> {
                // nobody has asked
            }
        }
    }

    private void onAttachOverdue() {
        switch (stage) {
            case Stage.Attaching(var hello, var tries)
            when tries < shared.settings().attachTries() -> {
                stage = new Stage.Attaching(hello, tries + 1);
                attach(hello, hello.sequence());
            }
            case Stage.Attaching _ ->
                end(Goodbye.Code.BUSY, "The control plane is busy. Dial again in some seconds.", true);
            case Stage.Open(var connection) when !connection.isAttached() -> attachAgain(connection);
            case Stage.Open _, Stage.Waiting _ -> {
                // answered in the meantime
            }
        }
    }

    private void onEntityLost() {
        ifOpen(connection -> {
            connection.attached(false);
            attachAgain(connection);
        });
    }

    private void attachAgain(Connection connection) {
        attach(connection.hello(), connection.reports().highest());
    }

    private void onAnswer(AttachReply reply) {
        switch (reply) {
            case AttachReply.Refused(var goodbye) -> socket.end(goodbye);
            case AttachReply.Attached(var _, var workspace, var entity) -> {
                getContext().watchWith(entity, new EntityLost());
                switch (stage) {
                    case Stage.Attaching(var hello, var _) -> welcome(hello, workspace);
                    case Stage.Open(var connection) -> {
                        connection.attached(true);
                        tellReportsAgain(connection);
                    }
                    case Stage.Waiting _ -> throw new IllegalStateException("attached without having asked");
                }
            }
        }
    }

    private void welcome(Frame.Hello hello, WorkspaceId workspace) {
        ActorRef<Command> me = getContext().getSelf();
        var readers = new Readers(
                shared.settings().reader(),
                socket,
                SystemMaterializer.get(getContext().getSystem()).materializer(),
                reader -> me.tell(new Taken(reader)),
                reader -> me.tell(new Gone(reader)));
        var reports = new Reports(shared.settings().rememberedReports(), hello.sequence());
        stage = new Stage.Open(new Connection(hello, workspace, readers, reports));
        PermitKey permits = shared.surroundings().keys().permit();
        socket.send(new Frame.Welcome(
                FrameCodec.VERSION,
                peer.operator(),
                workspace,
                shared.successions(),
                SignedTime.sign(shared.surroundings().clock().instant(), permits::sign),
                Math.toIntExact(shared.settings().heartbeat().toSeconds())));
    }

    private void onBeat(Connection connection, Frame.Beat beat) {
        operator.tell(new Operator.Command.Beat(self, beat.host(), beat.metrics()));
        tellReportsAgain(connection);
    }

    private void onReport(Connection connection, Frame.Report report) {
        try {
            connection.reports().add(report);
            operator.tell(new Operator.Command.Reported(self, report));
        } catch (IllegalArgumentException e) {
            endBroken("a receipt is not well formed");
        }
    }

    /** What no entity has stored yet may have been lost with one; telling it twice changes nothing. */
    private void tellReportsAgain(Connection connection) {
        connection.reports().unkept().forEach(report -> operator.tell(new Operator.Command.Reported(self, report)));
    }

    private void pass(Connection connection, long reader, OutputChunk chunk) {
        if (!connection.readers().accept(reader, chunk)) {
            endBroken("more output was sent than was credited");
        }
    }

    /** One at a time: another one before the answer is passed over, and its host comes again. */
    private void onHandOver(Connection connection, Frame.HandOver handOver) {
        if (connection.storing(true)) {
            getContext()
                    .pipeToSelf(
                            shared.handovers().store(connection.workspace(), peer.operator(), handOver),
                            (stored, failure) -> new Stored(handOver.execution(), failure == null && stored));
        }
    }

    private void onStored(ExecutionId execution, boolean stored) {
        ifOpen(connection -> connection.storing(false));
        if (stored) {
            socket.send(new Frame.HandedOver(execution));
        }
    }

    private void onRenew(Bytes der) {
        try {
            CertificateRequest request = CertificateRequest.read(der);
            if (!request.digest().matches(peer.key())) {
                throw new IllegalArgumentException("the certificate request is for another key");
            }
            socket.send(new Frame.Renewed(shared.certificates().issue(peer.operator(), request)));
        } catch (IllegalArgumentException e) {
            endBroken(String.valueOf(e.getMessage()));
        }
    }

    private void onTold(LinkCommand command) {
        switch (command) {
            case LinkCommand.Close(var goodbye) -> socket.end(goodbye);
            case LinkCommand.Send(Frame.ReportKept kept) -> {
                ifOpen(connection -> connection.reports().kept(kept.sequence()));
                socket.send(kept);
            }
            case LinkCommand.Send(var frame) -> socket.send(frame);
            case LinkCommand.Deliver(var order) -> ifOpen(connection -> socket.send(connection.next(order)));
            case LinkCommand.Confirm _ -> socket.ping();
            case LinkCommand.OpenReader wish -> wish.replyTo().tell(onOpenReader(wish));
        }
    }

    private ReaderReply onOpenReader(LinkCommand.OpenReader wish) {
        return stage instanceof Stage.Open(var connection)
                ? connection.readers().open(wish)
                : new ReaderReply.Refused("The operator is only just connecting.");
    }

    private void ifOpen(Consumer<Connection> action) {
        if (stage instanceof Stage.Open(var connection)) {
            action.accept(connection);
        }
    }

    private void endBroken(String why) {
        end(Goodbye.Code.BAD_FRAME, "A frame was not expected: " + why + ".", true);
    }

    private void end(Goodbye.Code code, String message, boolean retry) {
        socket.end(new Goodbye(code, message, retry));
    }
}
