package ai.dropops.protocol.guard.classify;

import java.util.regex.Pattern;

/** Whether a program for awk only computes and prints. */
final class AwkProgram {
    private static final Pattern REACHING_OUT =
            Pattern.compile("system|getline|close|fflush|ARGV|ARGC|ENVIRON|PROCINFO|SYMTAB|@|(?<!\\|)\\|(?!\\|)");
    private static final Pattern STRING = Pattern.compile("\"[^\"\\\\{}()/]*\"");
    private static final Pattern ALTERNATIVES =
            Pattern.compile("(?<=(^|[(,{;!~&|\n])[ \t]{0,4})/[^/|{}\"\\\\]*(\\|[^/|{}\"\\\\]*)+/");

    private AwkProgram() {}

    /** False where it might run a command, open a file or a connection, and for whatever is not understood. */
    static boolean onlyComputes(String text) {
        String bare = ALTERNATIVES.matcher(text).replaceAll("/x/");
        return !REACHING_OUT.matcher(bare).find() && (text.indexOf('>') < 0 || comparesOnly(text));
    }

    /** Whether every {@code >} stands where it cannot send output to a file: in a pattern or in parentheses. */
    private static boolean comparesOnly(String text) {
        String bare = STRING.matcher(text).replaceAll("0");
        if (bare.indexOf('"') >= 0 || bare.indexOf('/') >= 0) {
            return false;
        }
        int braces = 0;
        int parentheses = 0;
        for (int i = 0; i < bare.length(); i++) {
            switch (bare.charAt(i)) {
                case '{' -> braces++;
                case '}' -> braces--;
                case '(' -> parentheses++;
                case ')' -> parentheses--;
                case '>' -> {
                    if (braces > 0 && parentheses == 0) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return true;
    }
}
