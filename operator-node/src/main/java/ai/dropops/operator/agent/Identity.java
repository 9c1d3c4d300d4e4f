package ai.dropops.operator.agent;

import ai.dropops.operator.cli.CommandLine;
import ai.dropops.operator.cli.Credential;
import ai.dropops.operator.gate.PermitKeys;
import ai.dropops.operator.link.CertificateRequest;
import ai.dropops.operator.link.Certificates;
import ai.dropops.operator.link.Credentials;
import ai.dropops.operator.link.Enrolment;
import ai.dropops.operator.link.Enrolment.Reply.Enrolled;
import ai.dropops.operator.vault.Folder;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Who this operator is: two key pairs that never leave its folder, and what its control plane has made of them. It belongs
 * to the API key it was started with, and another key means another identity, with fresh keys; or, where a device-link token
 * was the way in, to an API key it has made for itself, and needs none and no token any more once it has enrolled.
 */
final class Identity {
    private static final String FOR_KEY = "api-key.sha256";
    private static final String OWN_KEY = "own.key";
    private static final String CERTIFICATE = "certificate.pem";
    private static final String AUTHORITY = "ca.pem";
    private static final String ENROLMENT = "enrolment";
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final Optional<Credential> credential;
    private final KeyPair tls;
    private final KeyPair receipts;
    private final Ed25519PrivateKeyParameters receiptSigner;

    private Identity(Path folder, Optional<Credential> credential, KeyPair tls, KeyPair receipts) {
        this.folder = folder;
        this.credential = credential;
        this.tls = tls;
        this.receipts = receipts;
        this.receiptSigner = signer(receipts);
    }

    /** What the control plane assigned at enrolment. */
    record Standing(OperatorId operator, WorkspaceId workspace, PermitKeys.Pinned permitKeys) {}

    /** Whether the identity in {@code folder} has enrolled with a key of its own, and so needs no credential. */
    static boolean isSelfReliant(Path folder) {
        return Files.exists(folder.resolve(OWN_KEY)) && Files.exists(folder.resolve(ENROLMENT));
    }

    /**
     * The identity for {@code credential} in {@code folder}; a foreign one there is given up: that of another API key, and
     * with a token that of an API key or of another authority than {@code authority}.
     */
    static Identity open(Path folder, Optional<Credential> credential, Optional<Digest> authority) throws IOException {
        Folder.create(folder);
        switch (credential.orElse(null)) {
            case Credential.Key(ApiKey key) -> belongTo(folder, key);
            case Credential.Token _ -> belongToItself(folder, authority);
            case null -> requireSelfReliance(folder);
        }
        return new Identity(
                folder,
                credential,
                KeyFiles.pair(folder, "tls", KeyFiles.P256),
                KeyFiles.pair(folder, "receipt", KeyFiles.ED25519));
    }

    private static void belongTo(Path folder, ApiKey key) throws IOException {
        Path owner = folder.resolve(FOR_KEY);
        String digest = key.text().digest().hex();
        if (!Files.exists(owner) || !Files.readString(owner).equals(digest)) {
            clear(folder);
            KeyFiles.write(owner, digest);
        }
    }

    /** The key is made before it is asked for, so that asking again after a lost answer asks for the same. */
    private static void belongToItself(Path folder, Optional<Digest> authority) throws IOException {
        if (!Files.exists(folder.resolve(OWN_KEY)) || isOfAnother(folder, authority)) {
            clear(folder);
            var random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            KeyFiles.write(folder.resolve(OWN_KEY), HexFormat.of().formatHex(random));
        }
    }

    private static boolean isOfAnother(Path folder, Optional<Digest> authority) throws IOException {
        Path file = folder.resolve(AUTHORITY);
        return authority.isPresent()
                && Files.exists(file)
                && !Certificates.digest(
                                Certificates.parse(Files.readString(file)).getFirst())
                        .equals(authority.get());
    }

    private static void requireSelfReliance(Path folder) {
        if (!isSelfReliant(folder)) {
            throw new IllegalArgumentException("no API key; set " + CommandLine.KEY_VARIABLE);
        }
    }

    /** Keys go first, what says whose they are last. */
    private static void clear(Path folder) throws IOException {
        for (String name : List.of(
                ENROLMENT,
                CERTIFICATE,
                AUTHORITY,
                "tls.key",
                "tls.pub",
                "receipt.key",
                "receipt.pub",
                OWN_KEY,
                FOR_KEY)) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /** By what it asks for a certificate: its API key, or the token while it has not been given a slot. */
    Enrolment.Proof proof() throws IOException {
        Optional<Standing> standing = standing();
        return switch (credential.orElse(null)) {
            case Credential.Key(ApiKey key) -> new Enrolment.Proof.Key(key.text());
            case Credential.Token(LinkToken token)
            when standing.isEmpty() -> new Enrolment.Proof.Token(token.text(), Bytes.wrap(ownKey()));
            case Credential.Token _ -> ownProof(standing.get());
            case null -> ownProof(standing.orElseThrow());
        };
    }

    private Enrolment.Proof ownProof(Standing standing) throws IOException {
        return new Enrolment.Proof.Key(ApiKey.of(standing.operator(), ownKey()).text());
    }

    private byte[] ownKey() throws IOException {
        Path file = folder.resolve(OWN_KEY);
        try {
            byte[] key = HexFormat.of().parseHex(Files.readString(file));
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // said below, without what is in the file
        }
        throw new IOException(file + " is damaged; delete the folder " + folder + " to enrol again");
    }

    Optional<Standing> standing() throws IOException {
        Path file = folder.resolve(ENROLMENT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return Optional.of(new Standing(
                    new OperatorId(lines.get(0)),
                    new WorkspaceId(lines.get(1)),
                    new PermitKeys.Pinned(
                            key(lines.get(2)), key(lines.get(3)), Instant.ofEpochMilli(Long.parseLong(lines.get(4))))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(file + " is damaged; delete the folder " + folder + " to enrol again", e);
        }
    }

    /** Whether the certificate still holds at {@code now}. */
    boolean isCertified(Instant now) throws IOException {
        return Files.exists(folder.resolve(CERTIFICATE))
                && now.isBefore(chain().getFirst().getNotAfter().toInstant());
    }

    /** Whether two thirds of the certificate's life are over. */
    boolean isDueForRenewal(Instant now) throws IOException {
        X509Certificate own = chain().getFirst();
        Instant begin = own.getNotBefore().toInstant();
        Duration life = Duration.between(begin, own.getNotAfter().toInstant());
        return now.isAfter(begin.plus(life.multipliedBy(2).dividedBy(3)));
    }

    /**
     * Stores what the control plane made of this identity; the standing last, as it makes the rest count. A permit key that
     * was pinned before stays: it changes by its own word alone.
     */
    void enrolled(Enrolled enrolled) throws IOException {
        PermitKeys.Pinned keys = standing()
                .map(Standing::permitKeys)
                .orElse(new PermitKeys.Pinned(enrolled.permitKey(), enrolled.permitKey(), Instant.EPOCH));
        KeyFiles.write(folder.resolve(AUTHORITY), enrolled.authorityPem());
        KeyFiles.write(folder.resolve(CERTIFICATE), enrolled.certificate());
        write(new Standing(enrolled.operator(), enrolled.workspace(), keys));
    }

    /** Pins the permit key {@code next}, and goes on taking {@code before} until {@code beforeUntil}. */
    PermitKeys.Pinned succeeded(Standing standing, VerifyingKey before, VerifyingKey next, Instant beforeUntil)
            throws IOException {
        var keys = new PermitKeys.Pinned(next, before, beforeUntil);
        write(new Standing(standing.operator(), standing.workspace(), keys));
        return keys;
    }

    private void write(Standing standing) throws IOException {
        PermitKeys.Pinned keys = standing.permitKeys();
        KeyFiles.write(
                folder.resolve(ENROLMENT),
                String.join(
                                "\n",
                                standing.operator().value(),
                                standing.workspace().value(),
                                keys.current().raw().hex(),
                                keys.before().raw().hex(),
                                String.valueOf(keys.beforeUntil().toEpochMilli()))
                        + "\n");
    }

    private static VerifyingKey key(String hex) {
        return VerifyingKey.wrap(HexFormat.of().parseHex(hex));
    }

    /** Stores a new certificate for the same key; an IllegalArgumentException when it is not one. */
    void renewed(String pem) throws IOException {
        if (!Certificates.parse(pem).getFirst().getPublicKey().equals(tls.getPublic())) {
            throw new IllegalArgumentException("the new certificate is for another key");
        }
        KeyFiles.write(folder.resolve(CERTIFICATE), pem);
    }

    Credentials credentials() throws IOException {
        X509Certificate authority =
                Certificates.parse(Files.readString(folder.resolve(AUTHORITY))).getFirst();
        return new Credentials(tls.getPrivate(), chain(), authority);
    }

    Bytes certificateRequest(String commonName) {
        return Bytes.wrap(CertificateRequest.der(tls, commonName));
    }

    VerifyingKey receiptKey() {
        return VerifyingKey.of(receipts.getPublic());
    }

    /** The Ed25519 signature of a receipt's message. */
    byte[] sign(byte[] message) {
        var ed25519 = new Ed25519Signer();
        ed25519.init(true, receiptSigner);
        ed25519.update(message, 0, message.length);
        return ed25519.generateSignature();
    }

    /** The JDK signs ten times slower, and every execution ends with a signature. */
    private static Ed25519PrivateKeyParameters signer(KeyPair pair) {
        byte[] encoded = pair.getPrivate().getEncoded();
        // RFC 8410: the key's 32 bytes end its PKCS#8
        return new Ed25519PrivateKeyParameters(encoded, encoded.length - Ed25519PrivateKeyParameters.KEY_SIZE);
    }

    private List<X509Certificate> chain() throws IOException {
        return Certificates.parse(Files.readString(folder.resolve(CERTIFICATE)));
    }
}
