package ai.dropops.protocol.wire;

import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Succession;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * One message between an operator and the control plane. A connection begins with {@link Hello} from the operator and
 * {@link Welcome} or {@link Goodbye} in answer; whatever else comes first ends it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Frame.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = Frame.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = Frame.Goodbye.class, name = "goodbye"),
    @JsonSubTypes.Type(value = Frame.Beat.class, name = "beat"),
    @JsonSubTypes.Type(value = Frame.Deliver.class, name = "deliver"),
    @JsonSubTypes.Type(value = Frame.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Frame.Report.class, name = "report"),
    @JsonSubTypes.Type(value = Frame.ReportKept.class, name = "report-kept"),
    @JsonSubTypes.Type(value = Frame.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = Frame.Forbid.class, name = "forbid"),
    @JsonSubTypes.Type(value = Frame.Read.class, name = "read"),
    @JsonSubTypes.Type(value = Frame.Credit.class, name = "credit"),
    @JsonSubTypes.Type(value = Frame.Unread.class, name = "unread"),
    @JsonSubTypes.Type(value = Frame.Output.class, name = "output"),
    @JsonSubTypes.Type(value = Frame.Gap.class, name = "gap"),
    @JsonSubTypes.Type(value = Frame.OutputEnd.class, name = "output-end"),
    @JsonSubTypes.Type(value = Frame.Renew.class, name = "renew"),
    @JsonSubTypes.Type(value = Frame.Renewed.class, name = "renewed"),
    @JsonSubTypes.Type(value = Frame.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Frame.HistoryBegun.class, name = "history-begun"),
    @JsonSubTypes.Type(value = Frame.HistoryKept.class, name = "history-kept"),
    @JsonSubTypes.Type(value = Frame.Witnessed.class, name = "witnessed"),
    @JsonSubTypes.Type(value = Frame.HandOver.class, name = "hand-over"),
    @JsonSubTypes.Type(value = Frame.HandedOver.class, name = "handed-over")
})
public sealed interface Frame {
    /** What only an operator sends. */
    sealed interface FromOperator extends Frame {}

    /** What only the control plane sends. */
    sealed interface FromControlPlane extends Frame {}

    /**
     * The operator's first word.
     *
     * @param versions the protocol versions it speaks, best first
     * @param time its clock, for the ±5 minutes of {@link ai.dropops.protocol.action.Validity#SKEW}
     * @param challenge 32 fresh random bytes every order on this connection must repeat
     * @param sequence the sequence of the last receipt it ever made, 0 when it made none
     */
    record Hello(
            List<Integer> versions,
            Instant time,
            Bytes challenge,
            Fingerprint fingerprint,
            long sequence,
            String agentVersion)
            implements FromOperator {
        public Hello {
            versions = List.copyOf(versions);
            time = Instant.ofEpochMilli(time.toEpochMilli());
        }
    }

    /**
     * The answer to an accepted {@link Hello}: the version both will speak, and the time, signed.
     *
     * @param successions every change of the permit key since the first, in order
     */
    record Welcome(
            int version,
            OperatorId operator,
            WorkspaceId workspace,
            List<Succession> successions,
            SignedTime time,
            int heartbeatSeconds)
            implements FromControlPlane {
        public Welcome {
            successions = List.copyOf(successions);
        }
    }

    /** The connection ends, and why. {@code retry} says whether dialling again can help. */
    record Goodbye(Code code, String message, boolean retry) implements FromControlPlane {
        /** Why a connection ends. */
        public enum Code {
            CLOCKS_APART,
            NO_COMMON_VERSION,
            REVOKED,
            WRONG_MACHINE,
            ROLLED_BACK,
            STOPPED,
            REPLACED,
            BAD_FRAME,
            SHUTTING_DOWN,
            BUSY
        }
    }

    /** The heartbeat, every 30 s and once right after {@link Welcome}. */
    record Beat(Kind kind, HostReport host, Metrics metrics) implements FromOperator {
        /** What made the operator send it. */
        public enum Kind {
            BOOTSTRAP,
            AUTOMATIC
        }
    }

    /**
     * An order for this operator.
     *
     * @param challenge the connection's own, from {@link Hello}
     * @param counter rises with every order on this connection, from 1
     */
    record Deliver(Order order, Bytes challenge, long counter) implements FromControlPlane {}

    /** The process was started; output can be read. */
    record Started(ExecutionId execution, ProposalId proposal, Instant at) implements FromOperator {
        public Started {
            at = Instant.ofEpochMilli(at.toEpochMilli());
        }
    }

    /** What became of an execution; repeated on every new connection until {@link ReportKept} answers it. */
    record Report(Receipt.Signed receipt) implements FromOperator {}

    /** The control plane has stored the receipt with this sequence. */
    record ReportKept(ExecutionId execution, long sequence) implements FromControlPlane {}

    /** Ends a running execution with its whole process tree; harmless when it has ended. */
    record Cancel(ExecutionId execution) implements FromControlPlane {}

    /** Durably forbids an execution that has not begun; answered by a {@link Report} of what is true. */
    record Forbid(ExecutionId execution, ProposalId proposal, int attempt) implements FromControlPlane {}

    /**
     * Opens a reader on an execution's output, from the given offsets on, past and to come. The operator sends as many
     * {@link Output} and {@link Gap} frames as there is credit and ends with {@link OutputEnd}.
     *
     * @param reader chosen by the control plane, unique on the connection
     */
    record Read(long reader, ExecutionId execution, long stdoutOffset, long stderrOffset, int credit)
            implements FromControlPlane {}

    /** Lets a reader be sent {@code frames} more. */
    record Credit(long reader, int frames) implements FromControlPlane {}

    /** Closes a reader. */
    record Unread(long reader) implements FromControlPlane {}

    /** A piece of output, at most {@link FrameCodec#MAX_OUTPUT} bytes, that begins at {@code offset} of its stream. */
    record Output(long reader, Stream stream, long offset, Bytes data) implements FromOperator {}

    /** The bytes from {@code from} up to {@code to} of the stream were not kept. */
    record Gap(long reader, Stream stream, long from, long to) implements FromOperator {}

    /** The reader has been sent everything there will ever be, or there is nothing to read. */
    record OutputEnd(long reader, Reason reason) implements FromOperator {
        /** Why a reader ends. */
        public enum Reason {
            COMPLETE,
            UNKNOWN_EXECUTION,
            TOO_MANY_READERS,
            FAILED,
            /** This host has approvers of its own and tells no history. */
            WITHHELD
        }
    }

    /** Asks for a new certificate for the same key: a PKCS#10 request in DER. */
    record Renew(Bytes request) implements FromOperator {}

    /** The new certificate chain in PEM. */
    record Renewed(String certificate) implements FromControlPlane {}

    /** The operator process is to end, and not to be dialled again by itself. */
    record Stop(String reason) implements FromControlPlane {}

    /** Hands the control plane the key of a vault's first entry; repeated until {@link HistoryKept} answers it. */
    record HistoryBegun(VaultId vault, Bytes start) implements FromOperator {}

    /** The control plane has stored how the history of {@code vault} began; the operator forgets it. */
    record HistoryKept(VaultId vault) implements FromControlPlane {}

    /** The control plane has stored and counter-signed the newest head it has seen of the operator's history. */
    record Witnessed(Checkpoint.Signed checkpoint) implements FromControlPlane {}

    /**
     * The record of an ended execution that this host is not to keep, told once its receipt is stored and again on every
     * connection until {@link HandedOver} answers it; one at a time.
     */
    record HandOver(ExecutionId execution, Excerpt output) implements FromOperator {}

    /** The control plane has stored the record; the operator deletes its own. */
    record HandedOver(ExecutionId execution) implements FromControlPlane {}
}
