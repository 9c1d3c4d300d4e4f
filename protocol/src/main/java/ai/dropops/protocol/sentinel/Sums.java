package ai.dropops.protocol.sentinel;

/** The sums that tell numbers of cards and accounts from other numbers. */
final class Sums {
    private static final int SHORTEST_ACCOUNT = 15;
    private static final int LONGEST_CARD = 19;

    private Sums() {}

    static boolean isCard(Text text, int start, int end) {
        int sum = 0;
        int count = 0;
        int differing = 0;
        long number = 0;
        for (int i = end - 1; i >= start; i--) {
            if (ByteSet.DIGITS.has(text.bytes[i])) {
                int digit = text.bytes[i] - '0';
                int counted = count % 2 == 0 ? digit : digit * 2;
                sum += counted > 9 ? counted - 9 : counted;
                differing |= text.bytes[i] ^ text.bytes[end - 1];
                count++;
            }
        }
        for (int i = start; number < 1000 && i < end; i++) {
            number = ByteSet.DIGITS.has(text.bytes[i]) ? number * 10 + text.bytes[i] - '0' : number;
        }
        return sum % 10 == 0 && differing != 0 && count <= LONGEST_CARD && isIssued((int) number, count);
    }

    /** @param four the first four digits */
    private static boolean isIssued(int four, int length) {
        int two = four / 100;
        return switch (length) {
            case 13 -> two / 10 == 4;
            case 14 -> two == 36 || two == 38 || (four >= 3000 && four <= 3059);
            case 15 -> two == 34 || two == 37;
            case 16 ->
                two / 10 == 4
                        || (two >= 51 && two <= 55)
                        || (four >= 2221 && four <= 2720)
                        || (four >= 3528 && four <= 3589)
                        || four == 6011
                        || (four >= 6440 && four <= 6599)
                        || two == 62;
            case 19 -> two / 10 == 4 || two == 62;
            default -> false;
        };
    }

    /** The end of the longest account number (ISO 13616) from {@code start} that ends at a space or at {@code end}. */
    static int accountEnd(Text text, int start, int end) {
        long head = 0;
        int shift = 1;
        for (int i = start; i < start + 4; i++) {
            head = append(head, text.bytes[i]);
            shift = shift * (value(text.bytes[i]) > 9 ? 100 : 10) % 97;
        }
        int found = Text.NO;
        long rest = 0;
        int length = 4;
        for (int i = start + 4; i < end; i++) {
            if (text.bytes[i] == ' ') {
                continue;
            }
            rest = append(rest, text.bytes[i]);
            length++;
            boolean isBorder = i + 1 == end || text.bytes[i + 1] == ' ';
            if (isBorder && length >= SHORTEST_ACCOUNT && (rest % 97 * shift + head) % 97 == 1) {
                found = i + 1;
            }
        }
        return found;
    }

    /** The number {@code rest} stands for, modulo 97, with one more letter or digit. */
    private static long append(long rest, byte letterOrDigit) {
        int value = value(letterOrDigit);
        long longer = value > 9 ? rest * 100 + value : rest * 10 + value;
        return longer < Long.MAX_VALUE / 1000 ? longer : longer % 97;
    }

    private static int value(byte letterOrDigit) {
        return letterOrDigit <= '9' ? letterOrDigit - '0' : (letterOrDigit | 0x20) - 'a' + 10;
    }
}
