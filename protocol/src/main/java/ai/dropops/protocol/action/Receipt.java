package ai.dropops.protocol.action;

import ai.dropops.protocol.action.Canonical.Reader;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operator's account of an execution: what became of it, never what it printed.
 *
 * @param sequence rises by one with every receipt the operator ever makes; a fall shows a rolled-back or cloned host
 * @param head the entry of the host's own history that says the same
 */
public record Receipt(
        ExecutionId execution,
        ProposalId proposal,
        OperatorId operator,
        int attempt,
        long sequence,
        Outcome outcome,
        ChainHead head) {
    private static final String FORMAT = "dropops/receipt/2";

    /** The receipt of {@code account} in its place among the receipts and in the history. */
    public static Receipt of(Account account, long sequence, ChainHead head) {
        return new Receipt(
                account.execution(),
                account.proposal(),
                account.operator(),
                account.attempt(),
                sequence,
                account.outcome(),
                head);
    }

    /** What it says, without its place. */
    public Account account() {
        return new Account(execution, proposal, operator, attempt, outcome);
    }

    /**
     * A receipt's exact bytes and the Ed25519 signature over them, with value equality. What they say is read once, however
     * many ask.
     */
    @JsonPropertyOrder({"receipt", "signature"})
    public static final class Signed {
        private final Bytes receipt;
        private final Bytes signature;
        // transient, so that no codec takes it for a part of what is sent
        private transient @Nullable Receipt content;

        @JsonCreator
        public Signed(@JsonProperty("receipt") Bytes receipt, @JsonProperty("signature") Bytes signature) {
            this.receipt = receipt;
            this.signature = signature;
        }

        @JsonProperty
        public Bytes receipt() {
            return receipt;
        }

        @JsonProperty
        public Bytes signature() {
            return signature;
        }

        /** What was signed; an IllegalArgumentException unless {@code key} signed it and it is well formed. */
        public Receipt verified(VerifyingKey key) {
            if (!key.verifies(SigningContext.RECEIPT, receipt.array(), signature.array())) {
                throw new IllegalArgumentException("the receipt's signature is not the operator's");
            }
            return content();
        }

        /** What is said, whoever signed it; for a receipt whose signature was verified before it was stored. */
        public Receipt content() {
            Receipt known = content;
            if (known == null) {
                known = Receipt.of(receipt.array());
                content = known;
            }
            return known;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signed that && receipt.equals(that.receipt) && signature.equals(that.signature);
        }

        @Override
        public int hashCode() {
            return Objects.hash(receipt, signature);
        }

        @Override
        public String toString() {
            return "Receipt.Signed[" + receipt + "]";
        }
    }

    /** This receipt signed by {@code signer}, which is given the message and answers its Ed25519 signature. */
    public Signed sign(UnaryOperator<byte[]> signer) {
        byte[] bytes = bytes();
        return new Signed(Bytes.wrap(bytes), Bytes.wrap(signer.apply(SigningContext.RECEIPT.message(bytes))));
    }

    private byte[] bytes() {
        return Canonical.write(out -> {
            Canonical.array(out, 8);
            Canonical.text(out, FORMAT);
            Canonical.text(out, execution.value());
            out.writeBinary(proposal.bytes());
            out.writeBinary(operator.bytes());
            out.writeNumber(attempt);
            out.writeNumber(sequence);
            write(out, outcome);
            write(out, head);
            out.writeEndArray();
        });
    }

    private static void write(CBORGenerator out, Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Refused refused -> {
                Canonical.array(out, 3);
                Canonical.text(out, "refused");
                Canonical.text(out, refused.reason().name());
                Canonical.text(out, refused.message());
            }
            case Outcome.Finished finished -> {
                Canonical.array(out, 11);
                Canonical.text(out, "finished");
                out.writeNumber(finished.exitCode());
                out.writeBoolean(finished.cancelled());
                write(out, finished.startedAt());
                write(out, finished.finishedAt());
                write(out, finished.stdout());
                write(out, finished.stderr());
            }
            case Outcome.Interrupted interrupted -> {
                Canonical.array(out, 8);
                Canonical.text(out, "interrupted");
                write(out, interrupted.startedAt());
                write(out, interrupted.stdout());
                write(out, interrupted.stderr());
            }
            case Outcome.StillRunning running -> {
                Canonical.array(out, 2);
                Canonical.text(out, "running");
                write(out, running.startedAt());
            }
            case Outcome.Voided _ -> {
                Canonical.array(out, 1);
                Canonical.text(out, "voided");
            }
        }
        out.writeEndArray();
    }

    private static void write(CBORGenerator out, ChainHead head) throws IOException {
        Canonical.array(out, 3);
        out.writeBinary(head.vault().bytes());
        out.writeNumber(head.number());
        Canonical.digest(out, head.hash());
        out.writeEndArray();
    }

    private static void write(CBORGenerator out, Instant instant) throws IOException {
        out.writeNumber(instant.toEpochMilli());
    }

    private static void write(CBORGenerator out, Output output) throws IOException {
        out.writeNumber(output.shown().bytes());
        Canonical.digest(out, output.shown().sha256());
        out.writeNumber(output.written());
    }

    private static Receipt of(byte[] bytes) {
        Receipt receipt = Canonical.read(bytes, Receipt::read);
        if (!Arrays.equals(receipt.bytes(), bytes)) {
            throw new IllegalArgumentException("the receipt is not encoded in the one form that is allowed");
        }
        return receipt;
    }

    private static Receipt read(Reader in) throws IOException {
        in.openArray();
        if (!in.text().equals(FORMAT)) {
            throw new IllegalArgumentException("this is not a receipt of a format known here");
        }
        var execution = new ExecutionId(in.text());
        var proposal = ProposalId.of(in.binary());
        var operator = OperatorId.of(in.binary());
        var receipt =
                new Receipt(execution, proposal, operator, in.count(), in.number(), readOutcome(in), readHead(in));
        in.closeArray();
        return receipt;
    }

    private static Outcome readOutcome(Reader in) throws IOException {
        in.openArray();
        String kind = in.text();
        Outcome outcome = switch (kind) {
            case "refused" -> new Outcome.Refused(Refusal.valueOf(in.text()), in.text());
            case "finished" ->
                new Outcome.Finished(in.count(), in.flag(), instant(in), instant(in), output(in), output(in));
            case "interrupted" -> new Outcome.Interrupted(instant(in), output(in), output(in));
            case "running" -> new Outcome.StillRunning(instant(in));
            case "voided" -> new Outcome.Voided();
            default -> throw new IllegalArgumentException("no outcome is called " + kind);
        };
        in.closeArray();
        return outcome;
    }

    private static ChainHead readHead(Reader in) throws IOException {
        in.openArray();
        var head = new ChainHead(VaultId.of(in.binary()), in.number(), in.digest());
        in.closeArray();
        return head;
    }

    private static Instant instant(Reader in) throws IOException {
        return Instant.ofEpochMilli(in.number());
    }

    private static Output output(Reader in) throws IOException {
        return new Output(new Volume(in.number(), in.digest()), in.number());
    }
}
