package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.VerifyingKey;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The signature over an approved digest: what an operator demands before it acts.
 *
 * @param proposal the digest of the frozen proposal
 * @param authority on whose word it was made
 * @param approvers the members who said yes, ascending and without repetition; empty for {@link Authority#AUTOMATIC}
 * @param signatures what approvers signed themselves, ascending by the digest of their key and one a key; a host that has
 *     pinned approvers counts them, and the control plane can neither make nor move them
 * @param key the digest of the permit key that signed
 */
public record Permit(
        Digest proposal,
        Authority authority,
        List<MemberId> approvers,
        List<ApproverSignature> signatures,
        Instant decidedAt,
        Digest key,
        Bytes signature) {
    private static final String FORMAT = "dropops/permit/1";

    /** On whose word a permit was made. */
    public enum Authority {
        /** A human approved exactly this digest. */
        HUMAN,
        /** The judgement was Allow; a host accepts it only if its own judgement is Allow as well. */
        AUTOMATIC
    }

    public Permit {
        approvers = List.copyOf(approvers);
        signatures = List.copyOf(signatures);
        decidedAt = Instant.ofEpochMilli(decidedAt.toEpochMilli());
        if (approvers.isEmpty() != (authority == Authority.AUTOMATIC)) {
            throw new IllegalArgumentException("a human permit names its approvers and an automatic one has none");
        }
        requireAscent(approvers, "approvers");
        requireAscent(signatures, "signatures");
    }

    /** A permit for {@code proposal}, signed by {@code signer}, which is given the message and answers its Ed25519 signature. */
    public static Permit sign(
            Digest proposal,
            Authority authority,
            List<MemberId> approvers,
            List<ApproverSignature> signatures,
            Instant decidedAt,
            Digest key,
            UnaryOperator<byte[]> signer) {
        List<MemberId> people = approvers.stream().distinct().sorted().toList();
        List<ApproverSignature> yes = signatures.stream().sorted().toList();
        var unsigned = new Permit(proposal, authority, people, yes, decidedAt, key, Bytes.EMPTY);
        byte[] signature = signer.apply(SigningContext.PERMIT.message(unsigned.content()));
        return new Permit(proposal, authority, people, yes, decidedAt, key, Bytes.wrap(signature));
    }

    /** Whether {@code pinned} made this permit. */
    public boolean signedBy(VerifyingKey pinned) {
        return key.matches(pinned.digest()) && pinned.verifies(SigningContext.PERMIT, content(), signature.array());
    }

    private static <T extends Comparable<T>> void requireAscent(List<T> list, String what) {
        for (int i = 1; i < list.size(); i++) {
            if (list.get(i - 1).compareTo(list.get(i)) >= 0) {
                throw new IllegalArgumentException(what + " must ascend without repetition");
            }
        }
    }

    private byte[] content() {
        return Canonical.write(out -> {
            Canonical.array(out, 7);
            Canonical.text(out, FORMAT);
            Canonical.digest(out, proposal);
            Canonical.text(out, authority.name());
            Canonical.array(out, approvers.size());
            for (MemberId approver : approvers) {
                out.writeBinary(approver.bytes());
            }
            out.writeEndArray();
            Canonical.array(out, signatures.size());
            for (ApproverSignature yes : signatures) {
                Canonical.array(out, 3);
                out.writeBinary(yes.key().array());
                Canonical.text(out, yes.scheme().wireName());
                out.writeBinary(yes.signature().array());
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeNumber(decidedAt.toEpochMilli());
            Canonical.digest(out, key);
            out.writeEndArray();
        });
    }
}
