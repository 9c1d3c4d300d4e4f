package ai.dropops.persistence.secrets;

import ai.dropops.protocol.action.Succession;
import ai.dropops.protocol.identity.VerifyingKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every permit key there has been, the first first. Those that were succeeded sign nothing but the word of their succession,
 * by which hosts that were away find to the present one.
 */
public final class PermitKeys {
    private static final int SEED = 32;

    private final List<PermitKey> keys;

    private PermitKeys(List<PermitKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The keys in {@code keyring}; the first is made when there is none. */
    static PermitKeys in(Keyring keyring, SecureRandom random) {
        var keys = new ArrayList<PermitKey>();
        keys.add(new PermitKey(keyring.get(name(1), () -> seed(random))));
        Optional<byte[]> next = keyring.find(name(2));
        while (next.isPresent()) {
            keys.add(new PermitKey(next.get()));
            next = keyring.find(name(keys.size() + 1));
        }
        return new PermitKeys(keys);
    }

    /** Makes the next key, which signs from the next start on. */
    public static void rotate(Keyring keyring, SecureRandom random) {
        int count = in(keyring, random).keys.size();
        keyring.get(name(count + 1), () -> seed(random));
    }

    public PermitKey current() {
        return keys.getLast();
    }

    public List<VerifyingKey> verifyingKeys() {
        return keys.stream().map(PermitKey::verifyingKey).toList();
    }

    /** Each key's word on the one that took its place. */
    public List<Succession> successions() {
        var successions = new ArrayList<Succession>();
        for (int i = 1; i < keys.size(); i++) {
            successions.add(Succession.sign(keys.get(i).verifyingKey(), keys.get(i - 1)::sign));
        }
        return successions;
    }

    private static byte[] seed(SecureRandom random) {
        var seed = new byte[SEED];
        random.nextBytes(seed);
        return seed;
    }

    private static String name(int number) {
        return number == 1 ? "permit/key" : "permit/key/" + number;
    }
}
