package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.VerifyingKey;
import java.util.function.UnaryOperator;

/**
 * One approver's own yes to one frozen proposal, which no control plane can make.
 *
 * @param scheme how {@code signature} is to be read, so that other kinds of evidence can be told from this one
 */
public record ApproverSignature(VerifyingKey key, Scheme scheme, Bytes signature)
        implements Comparable<ApproverSignature> {
    private static final String FORMAT = "dropops/approval/1";

    /** The kinds of evidence. A passkey's assertion will be one more; an unknown name is refused. */
    public enum Scheme {
        /** An Ed25519 signature (RFC 8032) over format and digest. */
        ED25519("ed25519");

        private final String wireName;

        Scheme(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** The scheme called {@code name}; an IllegalArgumentException when there is none. */
        public static Scheme ofWireName(String name) {
            for (Scheme scheme : values()) {
                if (scheme.wireName.equals(name)) {
                    return scheme;
                }
            }
            throw new IllegalArgumentException("'" + name + "' is no scheme of signatures; use ed25519");
        }
    }

    /** A yes to {@code proposal} by the holder of {@code key}; {@code signer} is given the message and answers its signature. */
    public static ApproverSignature sign(Digest proposal, VerifyingKey key, UnaryOperator<byte[]> signer) {
        byte[] signature = signer.apply(SigningContext.APPROVAL.message(content(proposal)));
        return new ApproverSignature(key, Scheme.ED25519, Bytes.wrap(signature));
    }

    /** Whether this is a yes to {@code proposal}. */
    public boolean approves(Digest proposal) {
        return key.verifies(SigningContext.APPROVAL, content(proposal), signature.array());
    }

    @Override
    public int compareTo(ApproverSignature other) {
        return key.digest().hex().compareTo(other.key.digest().hex());
    }

    private static byte[] content(Digest proposal) {
        return Canonical.write(out -> {
            Canonical.array(out, 2);
            Canonical.text(out, FORMAT);
            Canonical.digest(out, proposal);
            out.writeEndArray();
        });
    }
}
