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
            String address = text.string(start, end);
            for (String octet : address.split("\\.", -1)) {
                if (Integer.parseInt(octet) > 255 || (octet.length() > 1 && octet.charAt(0) == '0')) {
                    return Text.NO;
                }
            }
            boolean tellsNothing =
                    address.equals("0.0.0.0") || address.startsWith("127.") || address.startsWith("255.");
            return tellsNothing || isCalledVersion(text, start) ? Text.NO : end;
        }
    },
    IPV6 {
        @Override
        int end(Text text, int start, int end) {
            String address = text.string(start, end);
            int gap = address.indexOf("::");
            boolean twice = gap >= 0 && address.indexOf("::", gap + 1) >= 0;
            long groups = address.chars().filter(c -> c == ':').count() + 1;
            boolean hangs = address.endsWith(":") && !address.endsWith("::");
            return !twice && !hangs && (gap >= 0 || groups == 8) ? end : Text.NO;
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
            String value = text.string(start, end);
            if (isReference(value) || (value.length() < 10 && NO_VALUES.contains(value.toLowerCase(Locale.ROOT)))) {
                return Text.NO;
            }
            boolean quoted = start > 0 && (text.bytes[start - 1] == '"' || text.bytes[start - 1] == '\'');
            boolean spaced = start > 0 && (text.bytes[start - 1] == ' ' || text.bytes[start - 1] == '\t');
            return quoted || !spaced || !PLAIN_WORD.matcher(value).matches() ? end : Text.NO;
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
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Z]?[a-z_.,:;-]*|[A-Z_]+");

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
        String before = text.string(Math.max(0, start - 11), start).toLowerCase(Locale.ROOT);
        return VERSION.matcher(before).find();
    }

    private static boolean isReference(String value) {
        boolean mayBe = "$%<{[(&*xX.-".indexOf(value.charAt(0)) >= 0 || value.indexOf('(') > 0;
        return mayBe && REFERENCE.matcher(value).matches();
    }
}
