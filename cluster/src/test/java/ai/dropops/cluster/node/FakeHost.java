package ai.dropops.cluster.node;

import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Chain;
import ai.dropops.protocol.audit.ChainKey;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.audit.Facts;
import ai.dropops.protocol.audit.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A host with an operator that pretends to run commands, and remembers what it ran as a real one would. */
final class FakeHost {
    /** What it does with an order. */
    enum Manner {
        /** Runs it at once. */
        PROMPT,
        /** Starts it and says nothing more until it is told to end. */
        LINGERING,
        /** Runs it at once and is not heard, whatever it says, until it dials again in another manner. */
        UNHEARD
    }

    final ApiKey key;
    final String name;
    final List<ExecutionId> ran = new CopyOnWriteArrayList<>();
    final List<ExecutionId> delivered = new CopyOnWriteArrayList<>();
    final List<Frame.Goodbye> goodbyes = new CopyOnWriteArrayList<>();
    /** Links it was asked to confirm, in turn. */
    final List<ActorRef<LinkCommand>> doubted = new CopyOnWriteArrayList<>();
    /** Links that may still say something, without the host at their other end. */
    final Set<ActorRef<LinkCommand>> left = ConcurrentHashMap.newKeySet();

    final Set<Long> kept = ConcurrentHashMap.newKeySet();
    final List<Checkpoint> checkpoints = new CopyOnWriteArrayList<>();
    volatile int exitCode;
    volatile Manner manner = Manner.PROMPT;

    private final KeyPair keys;
    private final Map<ExecutionId, Receipt.Signed> receipts = new LinkedHashMap<>();
    private final Map<ActorRef<LinkCommand>, Operator.Command.Attach> asked = new ConcurrentHashMap<>();
    private final Map<ExecutionId, Order> running = new LinkedHashMap<>();
    private long sequence;
    private Chain chain = Chain.begin(VaultId.of(new byte[16]), ChainKey.wrap(new byte[ChainKey.SIZE]));

    FakeHost(String name, ApiKey key) {
        this.name = name;
        this.key = key;
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    OperatorId id() {
        return key.operator();
    }

    Fingerprint fingerprint() {
        return Fingerprint.of("machine-" + name, "linux", "amd64", 2, name);
    }

    Digest tlsKey() {
        return Digest.of(("tls-" + name).getBytes(StandardCharsets.UTF_8));
    }

    Operator.Enrolment enrolment() {
        return new Operator.Enrolment(
                key.text().digest(), fingerprint(), VerifyingKey.of(keys.getPublic()), tlsKey(), name);
    }

    synchronized long sequence() {
        return sequence;
    }

    synchronized void forgetReceipts() {
        receipts.clear();
        sequence = 0;
    }

    /** What {@code link} asks when the host has said hello on it. */
    Operator.Command.Attach attach(ActorRef<LinkCommand> link, ActorRef<Operator.AttachReply> replyTo) {
        var attach = new Operator.Command.Attach(link, fingerprint(), tlsKey(), sequence(), replyTo);
        asked.put(link, attach);
        return attach;
    }

    /** The socket's actor: {@code operator} is told what a link would tell it. */
    Behavior<LinkCommand> link(java.util.function.Consumer<Operator.Command> operator) {
        return Behaviors.receive((context, command) -> switch (command) {
            case LinkCommand.Deliver(var order) -> {
                delivered.add(order.execution());
                say(operator, context.getSelf(), frames(order));
                yield Behaviors.same();
            }
            case LinkCommand.Send(var frame) -> {
                say(operator, context.getSelf(), answers(frame));
                yield Behaviors.same();
            }
            case LinkCommand.Confirm _ -> {
                doubted.add(context.getSelf());
                if (!left.contains(context.getSelf())) {
                    operator.accept(
                            new Operator.Command.Confirmed(Objects.requireNonNull(asked.get(context.getSelf()))));
                }
                yield Behaviors.same();
            }
            case LinkCommand.Close(var goodbye) -> {
                goodbyes.add(goodbye);
                yield Behaviors.stopped();
            }
            case LinkCommand.OpenReader open -> {
                open.replyTo().tell(new LinkCommand.ReaderReply.Refused("nothing is kept here"));
                yield Behaviors.same();
            }
        });
    }

    private void say(
            java.util.function.Consumer<Operator.Command> operator, ActorRef<LinkCommand> link, List<Frame> frames) {
        if (manner != Manner.UNHEARD) {
            frames.forEach(frame -> operator.accept(heard(link, frame)));
        }
    }

    /** The reports it repeats on each new connection. */
    synchronized List<Frame.Report> unkept() {
        return receipts.values().stream()
                .filter(receipt -> !kept.contains(receipt.content().sequence()))
                .map(Frame.Report::new)
                .toList();
    }

    static Operator.Command heard(ActorRef<LinkCommand> link, Frame frame) {
        return switch (frame) {
            case Frame.Started started -> new Operator.Command.Started(link, started);
            case Frame.Report report -> new Operator.Command.Reported(link, report);
            default -> throw new IllegalArgumentException("a host does not say " + frame);
        };
    }

    private synchronized List<Frame> frames(Order order) {
        var known = receipts.get(order.execution());
        if (known != null) {
            return List.of(new Frame.Report(known));
        }
        var frames = new ArrayList<Frame>();
        frames.add(new Frame.Started(order.execution(), proposal(order), Instant.now()));
        if (running.put(order.execution(), order) == null) {
            ran.add(order.execution());
        }
        if (manner != Manner.LINGERING) {
            frames.add(finish(order, exitCode, false));
        }
        return frames;
    }

    private synchronized List<Frame> answers(Frame.FromControlPlane frame) {
        return switch (frame) {
            case Frame.ReportKept(var _, long number) -> {
                kept.add(number);
                yield List.of();
            }
            case Frame.Cancel(var execution) -> {
                var order = running.get(execution);
                yield order == null ? List.of() : List.of(finish(order, 137, true));
            }
            case Frame.Forbid(var execution, var proposal, int attempt) -> {
                var known = receipts.get(execution);
                if (known != null) {
                    yield List.of(new Frame.Report(known));
                }
                var outcome =
                        running.containsKey(execution) ? new Outcome.StillRunning(Instant.now()) : new Outcome.Voided();
                yield List.of(sign(execution, proposal, attempt, outcome));
            }
            case Frame.Witnessed(var checkpoint) -> {
                checkpoints.add(checkpoint.content());
                yield List.of();
            }
            default -> List.of();
        };
    }

    private Frame.Report finish(Order order, int code, boolean cancelled) {
        running.remove(order.execution());
        var finished = new Outcome.Finished(code, cancelled, Instant.now(), Instant.now(), Output.NONE, Output.NONE);
        return sign(order.execution(), proposal(order), order.attempt(), finished);
    }

    private Frame.Report sign(ExecutionId execution, ProposalId proposal, int attempt, Outcome outcome) {
        var account = new Account(execution, proposal, id(), attempt, outcome);
        chain = chain.append(Instant.now(), Kind.TOLD, Facts.told(account, ++sequence))
                .after();
        var signed = Receipt.of(account, sequence, chain.head()).sign(this::sign);
        if (outcome.isFinal()) {
            receipts.put(execution, signed);
        }
        return new Frame.Report(signed);
    }

    private byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProposalId proposal(Order order) {
        return ai.dropops.protocol.action.Frozen.thaw(order.proposal().array())
                .proposal()
                .id();
    }
}
