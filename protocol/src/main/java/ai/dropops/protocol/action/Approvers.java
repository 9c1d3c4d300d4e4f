package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.SigningContext;
import ai.dropops.protocol.identity.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The people without whose signatures a host does nothing: an approver file, read.
 *
 * <pre>
 * dropops approvers 1
 * version 2
 * threshold 2
 * key ada ed25519 BASE64
 * key bob ed25519 BASE64
 * key eve ed25519 BASE64
 * signed-by BASE64 BASE64
 * </pre>
 *
 * The {@code signed-by} lines name a key of the version before and sign every byte above the first of them. Lines that are
 * empty or begin with {@code #} say nothing, but are signed.
 *
 * @param version rises with every change
 * @param threshold how many different people have to sign
 * @param keys by the person's name
 * @param signed the bytes the signatures are over
 * @param signatures by the key that made them
 */
public record Approvers(
        long version,
        int threshold,
        Map<String, VerifyingKey> keys,
        Bytes signed,
        Map<VerifyingKey, Bytes> signatures) {
    private static final String FIRST_LINE = "dropops approvers 1";
    private static final String SIGNED_BY = "signed-by ";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
    private static final int MAX_KEYS = 100;

    public Approvers {
        keys = Map.copyOf(keys);
        signatures = Map.copyOf(signatures);
        require(version >= 1, "versions are counted from 1");
        require(!keys.isEmpty() && keys.size() <= MAX_KEYS, "an approver file names between 1 and 100 keys");
        require(Set.copyOf(keys.values()).size() == keys.size(), "two people have the same key");
        require(
                threshold >= 1 && threshold <= keys.size(),
                "the threshold must be between 1 and the number of keys, which is " + keys.size());
    }

    /** The file's meaning; an IllegalArgumentException that names the line which is wrong. */
    public static Approvers parse(String text) {
        int end = signedEnd(text);
        var lines = new Lines();
        text.substring(0, end).lines().forEach(lines::take);
        var signatures = new LinkedHashMap<VerifyingKey, Bytes>();
        text.substring(end).lines().filter(line -> !line.isBlank()).forEach(line -> signature(line, signatures));
        return lines.approvers(Bytes.wrap(text.substring(0, end).getBytes(StandardCharsets.UTF_8)), signatures);
    }

    /** The line of an approver file that names {@code key}. */
    public static String line(String name, VerifyingKey key) {
        require(NAME.matcher(name).matches(), "'" + name + "' is no name for a key: use letters, digits and . _ @ -");
        return "key " + name + " ed25519 " + Base64.getEncoder().encodeToString(key.array());
    }

    /** The line that says of {@code text} that the holder of {@code key}, an approver so far, agrees to it. */
    public static String signature(String text, VerifyingKey key, UnaryOperator<byte[]> signer) {
        byte[] content = text.substring(0, signedEnd(text)).getBytes(StandardCharsets.UTF_8);
        var encoder = Base64.getEncoder();
        return SIGNED_BY + encoder.encodeToString(key.array()) + " "
                + encoder.encodeToString(signer.apply(SigningContext.APPROVERS.message(content)));
    }

    /** Whether enough of these people have said yes to {@code proposal}. */
    public boolean agree(Digest proposal, Collection<ApproverSignature> yes) {
        return yes.stream()
                        .filter(signature -> keys.containsValue(signature.key()) && signature.approves(proposal))
                        .map(ApproverSignature::key)
                        .distinct()
                        .count()
                >= threshold;
    }

    /** Whether {@code next} may take the place of this file: it is later, and enough of these people signed it. */
    public boolean yieldTo(Approvers next) {
        long agreed = next.signatures.entrySet().stream()
                .filter(entry -> keys.containsValue(entry.getKey()))
                .filter(entry -> entry.getKey()
                        .verifies(
                                SigningContext.APPROVERS,
                                next.signed.array(),
                                entry.getValue().array()))
                .count();
        return next.version > version && agreed >= threshold;
    }

    private static int signedEnd(String text) {
        int first = text.startsWith(SIGNED_BY) ? 0 : text.indexOf("\n" + SIGNED_BY) + 1;
        return first == 0 ? text.length() : first;
    }

    private static void signature(String line, Map<VerifyingKey, Bytes> signatures) {
        String[] words = line.strip().split(" +", -1);
        require(line.startsWith(SIGNED_BY) && words.length == 3, "after the first signed-by line come only such lines");
        Bytes earlier = signatures.put(key(words[1]), Bytes.wrap(decode(words[2])));
        require(earlier == null, "a key has signed twice");
    }

    private static VerifyingKey key(String base64) {
        return VerifyingKey.wrap(decode(base64));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + base64 + "' is not Base64", e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The lines above the signatures, each understood or refused. */
    private static final class Lines {
        private final List<String> heads = new ArrayList<>();
        private final Map<String, VerifyingKey> keys = new LinkedHashMap<>();
        private final Set<String> seen = new HashSet<>();
        private long version;
        private int threshold;

        void take(String line) {
            if (line.isBlank() || line.startsWith("#")) {
                return;
            }
            if (heads.isEmpty()) {
                require(line.equals(FIRST_LINE), "the first line has to be '" + FIRST_LINE + "'");
                heads.add(line);
                return;
            }
            String[] words = line.strip().split(" +", -1);
            switch (words[0]) {
                case "version" -> version = number(line, words);
                case "threshold" -> threshold = Math.toIntExact(Math.min(number(line, words), MAX_KEYS + 1));
                case "key" -> key(line, words);
                default -> throw new IllegalArgumentException("'" + line + "' is no line of an approver file");
            }
        }

        private long number(String line, String[] words) {
            require(seen.add(words[0]), "'" + words[0] + "' is given twice");
            require(words.length == 2 && words[1].matches("[0-9]{1,18}"), "'" + line + "' needs one number");
            return Long.parseLong(words[1]);
        }

        private void key(String line, String[] words) {
            require(
                    words.length == 4
                            && words[2].equals("ed25519")
                            && NAME.matcher(words[1]).matches(),
                    "'" + line + "' has to be: key NAME ed25519 BASE64");
            require(keys.put(words[1], Approvers.key(words[3])) == null, "two keys are called " + words[1]);
        }

        Approvers approvers(Bytes signed, Map<VerifyingKey, Bytes> signatures) {
            return new Approvers(version, threshold, keys, signed, signatures);
        }
    }
}
