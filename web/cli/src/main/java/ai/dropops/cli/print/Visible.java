package ai.dropops.cli.print;

/** Text from elsewhere made fit for a terminal: what would move its cursor or hide something is shown instead of done. */
public final class Visible {
    private Visible() {}

    /** {@code text} as one line. */
    public static String line(String text) {
        var visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(visible, c));
        return visible.toString();
    }

    /** {@code text} as one line of at most {@code width} characters. */
    public static String line(String text, int width) {
        String line = line(text);
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private static void append(StringBuilder visible, int c) {
        switch (c) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default -> {
                if (isHidden(c)) {
                    visible.append(String.format("\\u{%x}", c));
                } else {
                    visible.appendCodePoint(c);
                }
            }
        }
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> false;
        };
    }
}
