package ai.dropops.protocol.sentinel;

/** The sums that tell numbers of cards and accounts from other numbers. */
final class Sums {
    private static final int LONGEST_CARD = 19;

    /** The IBAN registry's lengths by country, and those of countries that use such numbers without being in it. */
    private static final String COUNTRIES = """
            AD24 AE23 AL28 AO25 AT20 AZ28 BA20 BE16 BF28 BG22 BH22 BI27 BJ28 BR29 BY28 CF27 CG27 CH21 CI28 CM27 CR22 CV25
            CY28 CZ24 DE22 DJ27 DK18 DO28 DZ26 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GA27 GB22 GE22 GI23 GL18 GQ27 GR27 GT28
            GW25 HN28 HR21 HU28 IE22 IL23 IQ23 IR26 IS26 IT27 JO30 KM27 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28
            MC27 MD24 ME22 MG27 MK19 ML28 MN20 MR27 MT31 MU30 MZ25 NE28 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
            RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SN28 SO23 ST25 SV28 TD27 TG28 TL23 TN24 TR26 UA29 VA22 VG24 XK20
            YE30""";

    private static final byte[] ACCOUNT_LENGTHS = accountLengths();

    private Sums() {}

    private static byte[] accountLengths() {
        byte[] lengths = new byte[26 * 26];
        for (int at = 0; at < COUNTRIES.length(); at += "AA00 ".length()) {
            lengths[(COUNTRIES.charAt(at) - 'A') * 26 + COUNTRIES.charAt(at + 1) - 'A'] =
                    Byte.parseByte(COUNTRIES.substring(at + 2, at + 4));
        }
        return lengths;
    }

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

    /** The end of the account number (ISO 13616) from {@code start}, unless it goes on. */
    static int accountEnd(Text text, int start, int end) {
        int left = accountLength(text.bytes[start], text.bytes[start + 1]) - 4;
        int stop = start + 4;
        long rest = 0;
        while (left > 0 && stop < end) {
            if (text.bytes[stop] != ' ') {
                rest = append(rest, text.bytes[stop]);
                left--;
            }
            stop++;
        }
        boolean isWhole = left == 0 && !text.goesOn(stop);
        for (int i = start; isWhole && i < start + 4; i++) {
            rest = append(rest, text.bytes[i]);
        }
        return isWhole && rest % 97 == 1 ? stop : Text.NO;
    }

    /** How many letters and digits an account number of the country has, or 0 where there are none. */
    private static int accountLength(byte first, byte second) {
        return ACCOUNT_LENGTHS[(first - 'A') * 26 + second - 'A'];
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
