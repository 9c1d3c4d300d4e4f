package ai.dropops.load.swarm;

import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Chain;
import ai.dropops.protocol.audit.ChainKey;
import ai.dropops.protocol.audit.Facts;
import ai.dropops.protocol.audit.Kind;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Frame.Deliver;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * One operator without a host: it answers frames with frames, remembers its executions and never runs one twice.
 *
 * <p>Used by one event loop at a time. Its receipts are counted from the milliseconds of its beginning, so that they rise
 * over restarts of the swarm without being stored.
 */
final class SimulatedOperator {
    private final Identity identity;
    private final Conduct conduct;
    private final Tally tally;
    private final Digest receiptKey;
    private final UnaryOperator<byte[]> signer;
    private final Memory memory;

    private Bytes challenge = Bytes.EMPTY;
    private long sequence;
    private Chain chain;

    SimulatedOperator(Identity identity, Conduct conduct, Tally tally, Memory memory, Instant begun) {
        this.identity = identity;
        this.conduct = conduct;
        this.tally = tally;
        this.memory = memory;
        byte[] key = identity.receiptKey().array();
        this.receiptKey = VerifyingKey.wrap(
                        new Ed25519PrivateKeyParameters(key).generatePublicKey().getEncoded())
                .digest();
        this.signer = Keys.signer(key);
        this.sequence = begun.toEpochMilli();
        this.chain = chain(identity, sequence);
        memory.earlierUntold().forEach(this::told);
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
        ExecutionId execution = deliver.order().execution();
        Optional<Frame.Report> known = known(execution);
        if (known.isPresent()) {
            tally.orderedAgain();
            return List.of(known.get());
        }
        tally.ordered();
        Frozen frozen = Frozen.thaw(deliver.order().proposal().array());
        Outcome outcome = conduct.carryOut(deliver, frozen, identity, receiptKey, challenge);
        ProposalId proposal = frozen.proposal().id();
        int attempt = deliver.order().attempt();
        return switch (outcome) {
            case Outcome.Finished finished -> {
                memory.write(RunLog.Entry.ran(
                        execution, identity.operator(), proposal, attempt, frozen.digest(), finished.startedAt()));
                yield List.of(
                        new Frame.Started(execution, proposal, finished.startedAt()),
                        report(execution, proposal, attempt, outcome));
            }
            case Outcome.Refused _, Outcome.Interrupted _, Outcome.StillRunning _, Outcome.Voided _ -> {
                tally.wouldNotAct();
                yield List.of(report(execution, proposal, attempt, outcome));
            }
        };
    }

    /** The answer to whatever was asked of an execution that is over, also by an earlier process of this operator. */
    private Optional<Frame.Report> known(ExecutionId execution) {
        return memory.receipt(execution)
                .map(Frame.Report::new)
                .or(() -> memory.earlier(execution).map(this::told));
    }

    private Frame.Report told(RunLog.Entry entry) {
        return report(entry.execution(), entry.proposal(), entry.attempt(), outcome(entry));
    }

    private Outcome outcome(RunLog.Entry entry) {
        return switch (entry.deed()) {
            case RAN -> conduct.finishedAt(entry.at());
            case FORBIDDEN -> new Outcome.Voided();
            case TOLD -> throw new IllegalArgumentException("that it was told is no outcome");
        };
    }

    /** The receipts nobody keeps yet, up to that of {@code sequence}, to be told again. */
    List<Frame.Report> untold(long sequence) {
        return memory.untold(sequence).stream().map(Frame.Report::new).toList();
    }

    /** The last receipt it made. */
    long sequence() {
        return sequence;
    }

    void onKept(Frame.ReportKept kept) {
        tally.reportKept();
        memory.told(kept.sequence()).ifPresent(receipt -> memory.write(told(receipt.content())));
    }

    private RunLog.Entry told(Receipt receipt) {
        return new RunLog.Entry(
                RunLog.Deed.TOLD,
                receipt.execution(),
                identity.operator(),
                receipt.proposal(),
                receipt.attempt(),
                "-",
                conduct.now());
    }

    Frame.Report onForbid(Frame.Forbid forbid) {
        return known(forbid.execution()).orElseGet(() -> {
            memory.write(new RunLog.Entry(
                    RunLog.Deed.FORBIDDEN,
                    forbid.execution(),
                    identity.operator(),
                    forbid.proposal(),
                    forbid.attempt(),
                    "-",
                    conduct.now()));
            return report(forbid.execution(), forbid.proposal(), forbid.attempt(), new Outcome.Voided());
        });
    }

    /** The whole of the canned output in one frame, then the end. */
    List<Frame.FromOperator> onRead(Frame.Read read) {
        Optional<Outcome> outcome =
                memory.receipt(read.execution()).map(signed -> signed.content().outcome());
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

    /** A history of its own for every run of the swarm, as nothing of it is stored. */
    private static Chain chain(Identity identity, long sequence) {
        byte[] start = Digest.of(
                        identity.operator().bytes(),
                        ByteBuffer.allocate(Long.BYTES).putLong(sequence).array())
                .array();
        return Chain.begin(VaultId.of(Arrays.copyOf(start, 16)), ChainKey.wrap(start));
    }

    private Frame.Report report(ExecutionId execution, ProposalId proposal, int attempt, Outcome outcome) {
        sequence++;
        var account = new Account(execution, proposal, identity.operator(), attempt, outcome);
        chain = chain.append(conduct.now(), Kind.TOLD, Facts.told(account, sequence))
                .after();
        Receipt.Signed signed = Receipt.of(account, sequence, chain.head()).sign(signer);
        memory.keep(execution, signed);
        return new Frame.Report(signed);
    }
}
