package ai.dropops.protocol.sentinel;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** A set of byte values; text beyond ASCII is the bytes it is made of. */
final class ByteSet {
    static final ByteSet DIGITS = of(b -> b >= '0' && b <= '9');
    static final ByteSet HEX = of(b -> Character.digit(b, 16) >= 0 && b < 128);
    static final ByteSet WORD = of(b -> b < 128 && (Character.isLetterOrDigit(b) || b == '_'));
    static final ByteSet SPACE = of(b -> b == ' ' || (b >= '\t' && b <= '\r'));

    private final boolean[] members = new boolean[256];

    static ByteSet of(IntPredicate member) {
        var set = new ByteSet();
        for (int b = 0; b < 256; b++) {
            set.members[b] = member.test(b);
        }
        return set;
    }

    static ByteSet of(int only) {
        return of(b -> b == only);
    }

    boolean has(int unsigned) {
        return members[unsigned];
    }

    boolean has(byte b) {
        return members[b & 0xff];
    }

    ByteSet or(ByteSet other) {
        return of(b -> has(b) || other.has(b));
    }

    ByteSet negated() {
        return of(b -> !has(b));
    }

    /** The same letters in either case. */
    ByteSet folded() {
        return of(b -> has(b) || (b < 128 && (has(Character.toLowerCase(b)) || has(Character.toUpperCase(b)))));
    }

    boolean meets(ByteSet other) {
        for (int b = 0; b < 256; b++) {
            if (has(b) && other.has(b)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteSet set && Arrays.equals(members, set.members);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(members);
    }
}
