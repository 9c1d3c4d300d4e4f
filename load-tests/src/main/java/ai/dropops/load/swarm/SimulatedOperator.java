package ai.dropops.load.swarm;

import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Frame.Deliver;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * One operator without a host: it answers frames with frames, remembers its latest executions and never runs one twice.
 *
 * <p>Used by one event loop at a time. Its receipt sequence starts at the clock's milliseconds, so that it rises over
 * restarts of the swarm without being stored.
 */
final class SimulatedOperator {
    private static final int REMEMBERED = 32;

    private final Identity identity;
    private final Conduct conduct;
    private final Tally tally;
    private final Digest receiptKey;
    private final UnaryOperator<byte[]> signer;
    private final Map<ExecutionId, Receipt.Signed> remembered = new LinkedHashMap<>(0) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ExecutionId, Receipt.Signed> eldest) {
            return size() > REMEMBERED;
        }
    };

    private Bytes challenge = Bytes.EMPTY;
    private long sequence;

    SimulatedOperator(Identity identity, Conduct conduct, Tally tally) {
        this.identity = identity;
        this.conduct = conduct;
        this.tally = tally;
        byte[] key = identity.receiptKey().array();
        this.receiptKey = VerifyingKey.wrap(
                        new Ed25519PrivateKeyParameters(key).generatePublicKey().getEncoded())
                .digest();
        this.signer = Keys.signer(key);
        this.sequence = conduct.now().toEpochMilli();
    }

    Identity identity() {
        return identity;
    }

    Frame.Hello hello(byte[] freshChallenge) {
        challenge = Bytes.wrap(freshChallenge);
        return new Frame.Hello(
                List.of(FrameCodec.VERSION), conduct.now(), challenge, identity.fingerprint(), sequence, "swarm");
    }

    Frame.Beat beat(Frame.Beat.Kind kind) {
        return SimulatedHost.beat(kind, identity.hostname());
    }

    List<Frame.FromOperator> onDeliver(Deliver deliver) {
        Receipt.Signed known = remembered.get(deliver.order().execution());
        if (known != null) {
            tally.orderedAgain();
            return List.of(new Frame.Report(known));
        }
        tally.ordered();
        Frozen frozen = Frozen.thaw(deliver.order().proposal().array());
        Outcome outcome = conduct.carryOut(deliver, frozen, identity, receiptKey, challenge);
        var report = report(
                deliver.order().execution(),
                frozen.proposal().id(),
                deliver.order().attempt(),
                outcome);
        return switch (outcome) {
            case Outcome.Finished finished ->
                List.of(
                        new Frame.Started(
                                deliver.order().execution(), frozen.proposal().id(), finished.startedAt()),
                        report);
            case Outcome.Refused _, Outcome.Interrupted _, Outcome.StillRunning _, Outcome.Voided _ -> {
                tally.wouldNotAct();
                yield List.of(report);
            }
        };
    }

    Frame.Report onForbid(Frame.Forbid forbid) {
        Receipt.Signed known = remembered.get(forbid.execution());
        return known == null
                ? report(forbid.execution(), forbid.proposal(), forbid.attempt(), new Outcome.Voided())
                : new Frame.Report(known);
    }

    /** The whole of the canned output in one frame, then the end. */
    List<Frame.FromOperator> onRead(Frame.Read read) {
        Optional<Outcome> outcome = Optional.ofNullable(remembered.get(read.execution()))
                .map(signed -> signed.content().outcome());
        if (outcome.isEmpty()) {
            return List.of(new Frame.OutputEnd(read.reader(), Frame.OutputEnd.Reason.UNKNOWN_EXECUTION));
        }
        var end = new Frame.OutputEnd(read.reader(), Frame.OutputEnd.Reason.COMPLETE);
        byte[] rest = rest(outcome.get(), read.stdoutOffset());
        return rest.length == 0
                ? List.of(end)
                : List.of(new Frame.Output(read.reader(), Stream.STDOUT, read.stdoutOffset(), Bytes.wrap(rest)), end);
    }

    private byte[] rest(Outcome outcome, long offset) {
        byte[] output = conduct.output().array();
        boolean printed = outcome instanceof Outcome.Finished finished
                && finished.stdout().shown().bytes() > offset;
        return printed ? Arrays.copyOfRange(output, (int) offset, output.length) : new byte[0];
    }

    private Frame.Report report(ExecutionId execution, ProposalId proposal, int attempt, Outcome outcome) {
        sequence++;
        var receipt = new Receipt(execution, proposal, identity.operator(), attempt, sequence, outcome);
        Receipt.Signed signed = receipt.sign(signer);
        remembered.put(execution, signed);
        return new Frame.Report(signed);
    }
}
