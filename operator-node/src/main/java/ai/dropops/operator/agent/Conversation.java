package ai.dropops.operator.agent;

import ai.dropops.operator.gate.Freshness;
import ai.dropops.operator.gate.Gate;
import ai.dropops.operator.gate.PermitKeys;
import ai.dropops.operator.host.Gauges;
import ai.dropops.operator.host.Host;
import ai.dropops.operator.link.Connection;
import ai.dropops.operator.link.Talk;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Succession;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one connection is used for: greeting, heartbeats, receipts, orders and readers. */
final class Conversation implements Talk {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CHALLENGE = 32;
    private static final int PAGE = 64;
    /** As long as any permit made by the key before may be used. */
    private static final Duration OVERLAP = Duration.ofHours(25);

    private final Parts parts;
    private final Bytes challenge = challenge();
    private final Freshness freshness = new Freshness(challenge);
    private volatile @Nullable Readers readers;
    private volatile @Nullable Leaving leaving;
    private volatile boolean welcomed;

    /**
     * What a conversation works with.
     *
     * @param stop what the operator does when it is told to stop
     * @param mayBeRead of which executions the control plane is told what they printed
     * @param orders carries out what belongs to the gate, one after the other
     */
    record Parts(
            Identity identity,
            Identity.Standing standing,
            PermitKeys permitKeys,
            Vault vault,
            Spool spool,
            Gate gate,
            Predicate<ExecutionId> mayBeRead,
            Host host,
            Gauges gauges,
            String version,
            Clock clock,
            Orders orders,
            Line line,
            Runnable renewed,
            Runnable stop) {}

    Conversation(Parts parts) {
        this.parts = parts;
    }

    /** Whether the control plane has ever answered. */
    boolean wasWelcomed() {
        return welcomed;
    }

    @Override
    public Frame.Hello hello() {
        return new Frame.Hello(
                List.of(FrameCodec.VERSION),
                parts.clock().instant(),
                challenge,
                parts.host().fingerprint(),
                parts.vault().sequence(),
                parts.version());
    }

    @Override
    public void welcomed(Frame.Welcome welcome, Connection connection) {
        Identity.Standing standing = parts.standing();
        VerifyingKey pinned = parts.permitKeys().current();
        VerifyingKey latest = Succession.latest(pinned, welcome.successions());
        if (!welcome.operator().equals(standing.operator())
                || !welcome.workspace().equals(standing.workspace())) {
            connection.drop("it takes this host for another operator");
        } else if (!welcome.time().signedBy(latest)) {
            connection.drop("its time is not signed by the pinned key, nor by one that took its place by its own word");
        } else if (!latest.equals(pinned) && !isPinned(latest)) {
            connection.drop("its new permit key cannot be stored");
        } else {
            welcomed = true;
            parts.vault().advance(welcome.time().at());
            leaving = new Leaving(parts.vault(), parts.spool(), connection);
            readers = new Readers(parts.spool(), parts.mayBeRead(), connection);
            parts.line().take(connection);
            LOG.info("connected as {} in {}", welcome.operator(), welcome.workspace());
            var pulse = Duration.ofSeconds(Math.clamp(welcome.heartbeatSeconds(), 1, 300));
            Leaving handing = leaving;
            Thread.ofVirtual().name("beat").start(() -> beat(connection, handing, pulse));
        }
    }

    /** Whether the key that took the pinned one's place by its word is on the disk, and taken from now on. */
    private boolean isPinned(VerifyingKey next) {
        try {
            Instant overlap = parts.clock().instant().plus(OVERLAP);
            parts.permitKeys()
                    .pin(parts.identity()
                            .succeeded(parts.standing(), parts.permitKeys().current(), next, overlap));
            parts.vault().enrolled(parts.standing().operator(), parts.identity().receiptKey(), next);
            LOG.info("permits are signed by a new key from now on, {}", next.digest());
            return true;
        } catch (IOException e) {
            LOG.error("the new permit key cannot be stored: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void received(Frame.FromControlPlane frame, Connection connection) throws InterruptedException {
        Readers reading = readers;
        Leaving handing = leaving;
        if (reading == null || handing == null) {
            return;
        }
        switch (frame) {
            case Frame.Deliver deliver -> parts.orders().add(() -> parts.gate().deliver(freshness, deliver));
            case Frame.Forbid forbid -> parts.orders().add(() -> parts.gate().forbid(forbid));
            case Frame.Cancel(var execution) ->
                parts.orders().add(() -> parts.gate().cancel(execution));
            case Frame.ReportKept(var execution, long sequence) ->
                parts.orders().add(() -> {
                    parts.vault().kept(execution, sequence);
                    handing.next();
                });
            case Frame.HandedOver(var execution) -> parts.orders().add(() -> handing.taken(execution));
            case Frame.HistoryKept(var vault) -> parts.orders().add(() -> startTaken(vault));
            case Frame.Witnessed(var checkpoint) -> parts.orders().add(() -> witnessed(checkpoint));
            case Frame.Read read -> reading.read(read);
            case Frame.Credit credit -> reading.credit(credit);
            case Frame.Unread(long reader) -> reading.close(reader);
            case Frame.Renewed(String certificate) -> renewed(certificate);
            case Frame.Stop(String reason) -> {
                LOG.info("told to stop: {}", reason);
                parts.stop().run();
            }
            case Frame.Welcome _, Frame.Goodbye _ -> connection.drop("it greets again");
        }
    }

    private void startTaken(VaultId vault) {
        if (vault.equals(parts.vault().id())) {
            parts.vault().startTaken();
        }
    }

    private void witnessed(Checkpoint.Signed checkpoint) {
        if (checkpoint.signedBy(parts.permitKeys().current())) {
            parts.vault().witnessed(checkpoint);
        } else {
            LOG.error("a checkpoint of the history is not signed by the control plane's key; it is not kept");
        }
    }

    @Override
    public void ended() {
        parts.line().drop();
        Readers reading = readers;
        if (reading != null) {
            reading.closeAll();
        }
    }

    private void beat(Connection connection, Leaving handing, Duration pulse) {
        var kind = Frame.Beat.Kind.BOOTSTRAP;
        long repeatUpTo = Long.MAX_VALUE;
        parts.gate().running().forEach(connection::say);
        try {
            do {
                connection.say(new Frame.Beat(
                        kind,
                        parts.host().report(parts.vault().keepsRecords()),
                        parts.gauges().read(connection.latencyMillis())));
                parts.vault()
                        .start()
                        .ifPresent(start -> connection.say(
                                new Frame.HistoryBegun(parts.vault().id(), start)));
                report(connection, repeatUpTo);
                parts.orders().add(handing::again);
                renew(connection);
                kind = Frame.Beat.Kind.AUTOMATIC;
                repeatUpTo = parts.vault().sequence();
            } while (!connection.endsWithin(pulse));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Repeats the receipts nobody has confirmed; those made since the last round may still be on their way. */
    private void report(Connection connection, long upTo) {
        long after = 0;
        List<Receipt.Signed> page;
        do {
            page = parts.vault().unkept(after, PAGE);
            for (Receipt.Signed receipt : page) {
                after = receipt.content().sequence();
                if (after > upTo || !connection.say(new Frame.Report(receipt))) {
                    return;
                }
            }
        } while (page.size() == PAGE);
    }

    private void renew(Connection connection) {
        try {
            if (parts.identity().isDueForRenewal(parts.clock().instant())) {
                connection.say(new Frame.Renew(
                        parts.identity().certificateRequest(parts.host().name())));
            }
        } catch (IOException e) {
            LOG.error("the certificate cannot be read: {}", e.getMessage());
        }
    }

    private void renewed(String certificate) {
        try {
            parts.identity().renewed(certificate);
            parts.renewed().run();
            LOG.info("the certificate is renewed");
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("the new certificate cannot be used: {}", e.getMessage());
        }
    }

    private static Bytes challenge() {
        var bytes = new byte[CHALLENGE];
        RANDOM.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
