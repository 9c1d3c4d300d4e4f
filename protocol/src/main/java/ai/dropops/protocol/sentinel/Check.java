package ai.dropops.protocol.sentinel;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a pattern cannot say about a match: sums, ranges and words that only look like a secret. */
enum Check {
    ANY {
        @Override
        int end(Text text, int start, int end) {
            return end;
        }
    },
    /** Card numbers: a known issuer's prefix and length, and Luhn's sum; a longer row of groups may begin with one. */
    CARD {
        @Override
        int end(Text text, int start, int end) {
            for (int stop = end; stop > start; stop--) {
                boolean isBorder = stop == end || !ByteSet.DIGITS.has(text.bytes[stop]);
                if (isBorder && ByteSet.DIGITS.has(text.bytes[stop - 1]) && Sums.isCard(text, start, stop)) {
                    return stop;
                }
            }
            return Text.NO;
        }
    },
    IBAN {
        @Override
        int end(Text text, int start, int end) {
            return Sums.accountEnd(text, start, end);
        }
    },
    SSN {
        @Override
        int end(Text text, int start, int end) {
            String number = digits(text, start, end);
            String area = number.substring(0, 3);
            boolean possible = !area.equals("000")
                    && !area.equals("666")
                    && area.charAt(0) != '9'
                    && !number.startsWith("00", 3)
                    && !number.endsWith("0000");
            return possible ? end : Text.NO;
        }
    },
    /** IPv4 addresses that tell something: not this host itself, not a mask, not a version. */
    IPV4 {
        @Override
        int end(Text text, int start, int end) {
            int octet = 0;
            int digits = 0;
            int first = -1;
            int all = 0;
            for (int i = start; i <= end; i++) {
                if (i < end && text.bytes[i] != '.') {
                    octet = octet * 10 + text.bytes[i] - '0';
                    digits++;
                    continue;
                }
                if (octet > 255 || (digits > 1 && text.bytes[i - digits] == '0')) {
                    return Text.NO;
                }
                first = first < 0 ? octet : first;
                all |= octet;
                octet = 0;
                digits = 0;
            }
            boolean tellsNothing = all == 0 || first == 127 || first == 255;
            return tellsNothing || isCalledVersion(text, start) ? Text.NO : end;
        }
    },
    IPV6 {
        @Override
        int end(Text text, int start, int end) {
            // a single colon at the end is a sentence's, as in "fe80::1: unreachable"
            boolean hangs = text.bytes[end - 1] == ':' && text.bytes[end - 2] != ':';
            int stop = hangs ? end - 1 : end;
            String address = text.string(start, stop);
            int gap = address.indexOf("::");
            boolean twice = gap >= 0 && address.indexOf("::", gap + 1) >= 0;
            long groups = address.chars().filter(c -> c == ':').count() + 1;
            return !twice && (gap >= 0 || groups == 8) ? stop : Text.NO;
        }
    },
    PHONE {
        @Override
        int end(Text text, int start, int end) {
            int digits = digits(text, start, end).length();
            return digits >= 8 && digits <= 15 ? end : Text.NO;
        }
    },
    /** Values of settings: not a reference to somewhere else, not a word of a schema, not program text. */
    CREDENTIAL {
        @Override
        int end(Text text, int start, int end) {
            if (isReference(text, start, end) || isNoValue(text, start, end)) {
                return Text.NO;
            }
            boolean quoted = start > 0 && (text.bytes[start - 1] == '"' || text.bytes[start - 1] == '\'');
            boolean spaced = start > 0 && (text.bytes[start - 1] == ' ' || text.bytes[start - 1] == '\t');
            return quoted || !spaced || !isPlainWord(text, start, end) ? end : Text.NO;
        }
    },
    /** Random-looking text: letters and digits mixed. */
    MIXED {
        @Override
        int end(Text text, int start, int end) {
            String value = text.string(start, end);
            boolean letters = value.chars().anyMatch(Character::isLetter);
            boolean digits = value.chars().anyMatch(Character::isDigit);
            return letters && digits ? end : Text.NO;
        }
    };

    private static final Set<String> NO_VALUES = Set.of(
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "string",
            "str",
            "required",
            "optional",
            "yes",
            "no",
            "redacted",
            "hidden",
            "secret",
            "password",
            "token",
            "prompt",
            "unset",
            "empty",
            "default",
            "enabled",
            "disabled",
            "changed",
            "unchanged",
            "expired",
            "invalid",
            "missing",
            "function",
            "bytes",
            "object");

    private static final Pattern VERSION = Pattern.compile("(version|release)[ =:\"']{0,3}$");
    private static final Pattern REFERENCE = Pattern.compile(
            "[$%][A-Za-z_({].*|<.*>?|\\{.*|\\[[A-Z_]+]?|[*xX.-]+|\\(.*|&[a-z].*|[A-Za-z_.]+\\(.*", Pattern.DOTALL);
    private static final ByteSet BETWEEN = ByteSet.of(b -> b == 0x85 || " =:\"'\r\n".indexOf(b) >= 0);
    private static final ByteSet LETTERS = ByteSet.of(b -> b >= 'A' && b <= 'Z');
    private static final ByteSet CAPITALS = LETTERS.or(ByteSet.of('_'));
    private static final ByteSet SMALL = ByteSet.of(b -> (b >= 'a' && b <= 'z') || "_.,:;-".indexOf(b) >= 0);

    /** Where the match really ends, at most at {@code end}, or {@link Text#NO}. */
    abstract int end(Text text, int start, int end);

    private static String digits(Text text, int start, int end) {
        var digits = new StringBuilder();
        for (int i = start; i < end; i++) {
            if (ByteSet.DIGITS.has(text.bytes[i])) {
                digits.append((char) text.bytes[i]);
            }
        }
        return digits.toString();
    }

    private static boolean isCalledVersion(Text text, int start) {
        int from = Math.max(0, start - 11);
        int last = start - 1;
        while (last >= from && BETWEEN.has(text.bytes[last])) {
            last--;
        }
        // the last letter of the words tells most texts apart without a string
        boolean mayBe = last >= from && "nNeE".indexOf(text.bytes[last]) >= 0;
        return mayBe
                && VERSION.matcher(text.string(from, start).toLowerCase(Locale.ROOT))
                        .find();
    }

    private static boolean isReference(Text text, int start, int end) {
        boolean mayBe = "$%<{[(&*xX.-".indexOf(text.bytes[start]) >= 0;
        for (int i = start + 1; !mayBe && i < end; i++) {
            mayBe = text.bytes[i] == '(';
        }
        return mayBe && REFERENCE.matcher(text.string(start, end)).matches();
    }

    private static boolean isNoValue(Text text, int start, int end) {
        return end - start < 10 && NO_VALUES.contains(text.string(start, end).toLowerCase(Locale.ROOT));
    }

    private static boolean isPlainWord(Text text, int start, int end) {
        return consistsOf(CAPITALS, text, start, end)
                || consistsOf(SMALL, text, LETTERS.has(text.bytes[start]) ? start + 1 : start, end);
    }

    private static boolean consistsOf(ByteSet set, Text text, int start, int end) {
        int at = start;
        while (at < end && set.has(text.bytes[at])) {
            at++;
        }
        return at == end;
    }
}
