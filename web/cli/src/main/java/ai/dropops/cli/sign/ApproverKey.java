package ai.dropops.cli.sign;

import ai.dropops.cli.connect.Problem;
import ai.dropops.protocol.action.Approvers;
import ai.dropops.protocol.identity.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * An approver's Ed25519 key pair. On disk it is one file, mode 0600: the public line for approver files, then PKCS #8 in PEM
 * (RFC 7468), encrypted by PBES2 with PBKDF2-HMAC-SHA-256 and AES-256 unless there is no passphrase.
 */
public record ApproverKey(String publicLine, VerifyingKey verifying, PrivateKey signing) {
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String PBES2 = "PBEWithHmacSHA256AndAES_256";
    private static final int ROUNDS = 600_000;
    private static final int SALT = 16;
    private static final int LINE = 64;

    /** A fresh key of the person called {@code name}. */
    public static ApproverKey create(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            VerifyingKey verifying = VerifyingKey.of(pair.getPublic());
            return new ApproverKey(Approvers.line(name, verifying), verifying, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has Ed25519", e);
        } catch (IllegalArgumentException e) {
            throw Problem.badInput(String.valueOf(e.getMessage()), "").refused();
        }
    }

    /** Writes it to {@code file}, which must not exist yet. */
    public void save(Path file, Passphrase passphrase) {
        try {
            byte[] der = signing.getEncoded();
            String pem = passphrase.isEmpty() ? pem(PLAIN, der) : pem(ENCRYPTED, encrypt(der, passphrase));
            Files.write(
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                    (publicLine + "\n" + pem).getBytes(StandardCharsets.US_ASCII),
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.SYNC).toArray(StandardOpenOption[]::new));
        } catch (FileAlreadyExistsException e) {
            throw Problem.badInput(file + " exists already", "choose another file; a lost key cannot be had back")
                    .refused();
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file, e);
        }
    }

    /** The line of {@code file} that others put into approver files; it needs no passphrase. */
    public static String publicLine(Path file) {
        return read(file).lines().findFirst().orElse("");
    }

    /** Whether the private half in {@code file} needs a passphrase. */
    public static boolean isEncrypted(Path file) {
        return block(read(file), ENCRYPTED).length > 0;
    }

    /** The key in {@code file}; {@code passphrase} is asked for where there is one. */
    public static ApproverKey load(Path file, Function<Path, Passphrase> passphrase) {
        String text = read(file);
        String publicLine = text.lines().findFirst().orElse("");
        try {
            byte[] der = block(text, ENCRYPTED);
            PrivateKey signing;
            if (der.length == 0) {
                signing = key(block(text, PLAIN));
            } else {
                try (Passphrase given = passphrase.apply(file)) {
                    signing = key(decrypt(der, given));
                }
            }
            String[] words = publicLine.split(" ", -1);
            var verifying = VerifyingKey.wrap(Base64.getDecoder().decode(words[words.length - 1]));
            return new ApproverKey(publicLine, verifying, signing);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, e);
        }
    }

    /** The Ed25519 signature of {@code message}. */
    public byte[] sign(byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(signing);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime signs with Ed25519", e);
        }
    }

    private static PrivateKey key(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static byte[] encrypt(byte[] der, Passphrase passphrase) throws GeneralSecurityException, IOException {
        var random = new SecureRandom();
        var salt = new byte[SALT];
        var iv = new byte[SALT];
        random.nextBytes(salt);
        random.nextBytes(iv);
        var cipher = Cipher.getInstance(PBES2);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(PBES2).generateSecret(new PBEKeySpec(passphrase.characters())),
                new PBEParameterSpec(salt, ROUNDS, new IvParameterSpec(iv)));
        return new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(der)).getEncoded();
    }

    private static byte[] decrypt(byte[] der, Passphrase passphrase) throws GeneralSecurityException, IOException {
        var info = new EncryptedPrivateKeyInfo(der);
        var cipher = Cipher.getInstance(PBES2);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(PBES2).generateSecret(new PBEKeySpec(passphrase.characters())),
                info.getAlgParameters());
        return cipher.doFinal(info.getEncryptedData());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** What the PEM block called {@code label} holds; nothing when there is none. */
    private static byte[] block(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        return from < 0 || to < from
                ? new byte[0]
                : Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static RuntimeException unusable(Path file, Exception cause) {
        String why =
                cause instanceof GeneralSecurityException ? "wrong passphrase, or a damaged file" : cause.toString();
        return Problem.badInput("the key in " + file + " cannot be used: " + why, "make one with: dropops keys create")
                .refused();
    }
}
