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
        int found = Text.NO;
        int rest = 0;
        int length = 4;
        for (int i = start + 4; i < end; i++) {
            if (text.bytes[i] != ' ') {
                rest = append(rest, text.bytes[i]);
                length++;
            }
            boolean isBorder = i + 1 == end || text.bytes[i + 1] == ' ';
            if (isBorder && length >= SHORTEST_ACCOUNT && text.bytes[i] != ' ' && closes(rest, text, start)) {
                found = i + 1;
            }
        }
        return found;
    }

    private static boolean closes(int rest, Text text, int start) {
        int whole = rest;
        for (int i = start; i < start + 4; i++) {
            whole = append(whole, text.bytes[i]);
        }
        return whole == 1;
    }

    private static int append(int rest, byte letterOrDigit) {
        int value = Character.digit(letterOrDigit, 36);
        return (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
    }
}
