package ai.dropops.protocol.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a signature is made for; its name is part of every signed message, so none can stand in for another. */
public enum SigningContext {
    PERMIT("dropops/permit/1"),
    /** An approver's own yes. */
    APPROVAL("dropops/approval/1"),
    /** An approver's consent to the next approver file. */
    APPROVERS("dropops/approvers/1"),
    /** A permit key's word on the one that takes its place. */
    PERMIT_KEY("dropops/permit-key/1"),
    RECEIPT("dropops/receipt/1"),
    /** The control plane's word that it has seen the head of a history. */
    CHECKPOINT("dropops/checkpoint/1"),
    TIME("dropops/time/1");

    private final String name;

    SigningContext(String name) {
        this.name = name;
    }

    /** The bytes to sign for {@code content}: the context's name, a zero byte, the content. */
    public byte[] message(byte[] content) {
        var message = new ByteArrayOutputStream(name.length() + 1 + content.length);
        message.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        message.write(0);
        message.writeBytes(content);
        return message.toByteArray();
    }
}
