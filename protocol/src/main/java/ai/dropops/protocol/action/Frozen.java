package ai.dropops.protocol.action;

import ai.dropops.protocol.action.Canonical.Reader;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A proposal under its digest: the exact bytes that travel, and what they mean.
 *
 * <p>The digest is SHA-256 over the bytes; they are hashed before they are parsed, and parsing insists that encoding the
 * result gives the same bytes again. The seconds within which hosts that were away get their order come last, and only
 * where they were said.
 */
public record Frozen(Bytes bytes, Digest digest, Proposal proposal) {
    private static final String FORMAT = "dropops/proposal/1/sha-256";
    private static final int FIELDS = 16;

    public static Frozen freeze(Proposal proposal) {
        byte[] bytes = Canonical.write(out -> write(out, proposal));
        return new Frozen(Bytes.wrap(bytes), Digest.of(bytes), proposal);
    }

    /** The proposal in {@code bytes}; an IllegalArgumentException when they are not its one true encoding. */
    public static Frozen thaw(byte[] bytes) {
        Frozen frozen = freeze(Canonical.read(bytes, Frozen::read));
        if (!Arrays.equals(bytes, frozen.bytes.array())) {
            throw new IllegalArgumentException("the proposal is not encoded in the one form that is allowed");
        }
        return frozen;
    }

    private static void write(CBORGenerator out, Proposal proposal) throws IOException {
        long deliverSeconds = proposal.limits().deliverSeconds();
        Canonical.array(out, deliverSeconds == Limits.WHILE_PERMITTED ? FIELDS : FIELDS + 1);
        Canonical.text(out, FORMAT);
        out.writeBinary(proposal.id().bytes());
        out.writeBinary(proposal.workspace().bytes());
        ActionForm.write(out, proposal.action());
        Canonical.text(out, proposal.strategy().wireName());
        write(out, proposal.limits());
        Canonical.digest(out, proposal.policy());
        out.writeNumber(proposal.validity().notBefore().toEpochMilli());
        out.writeNumber(proposal.validity().notAfter().toEpochMilli());
        out.writeNumber(proposal.targetCount());
        Canonical.digest(out, proposal.root());
        if (deliverSeconds != Limits.WHILE_PERMITTED) {
            out.writeNumber(deliverSeconds);
        }
        out.writeEndArray();
    }

    private static void write(CBORGenerator out, Limits limits) throws IOException {
        out.writeNumber(limits.attempts());
        out.writeNumber(limits.atOnce());
        out.writeNumber(limits.canary());
        out.writeNumber(limits.failures());
        out.writeNumber(limits.pause().toSeconds());
        out.writeBoolean(limits.askEachWave());
    }

    private static Proposal read(Reader in) throws IOException {
        in.openArray();
        if (!in.text().equals(FORMAT)) {
            throw new IllegalArgumentException("this is not a proposal of a format known here");
        }
        var id = ProposalId.of(in.binary());
        var workspace = WorkspaceId.of(in.binary());
        var action = ActionForm.read(in);
        var strategy = Strategy.ofWireName(in.text());
        var limits = limits(in);
        var policy = in.digest();
        var validity = new Validity(Instant.ofEpochMilli(in.number()), Instant.ofEpochMilli(in.number()));
        int targetCount = in.count();
        var root = in.digest();
        if (!in.closesArray()) {
            limits = limits.waitingFor(in.currentNumber());
            in.closeArray();
        }
        return new Proposal(id, workspace, action, strategy, limits, policy, validity, targetCount, root);
    }

    private static Limits limits(Reader in) throws IOException {
        int attempts = in.count();
        int atOnce = in.count();
        int canary = in.count();
        int failures = in.count();
        return new Limits(attempts, atOnce, canary, failures, Duration.ofSeconds(in.count()), in.flag());
    }
}
