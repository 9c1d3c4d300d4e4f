package ai.dropops.web.api;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Lines of comma-separated values (RFC 4180). Text that a spreadsheet would take for a formula is made plain text. */
final class Csv {
    private Csv() {}

    /** Numbers are written as they are, everything else as text. */
    static ByteString line(List<?> cells) {
        return ByteString.fromString(cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n")));
    }

    /** A cell that is empty when nothing is known. */
    static Object known(@Nullable Object value) {
        return value == null ? "" : value;
    }

    private static String cell(Object value) {
        return value instanceof Number ? value.toString() : quoted(plain(value.toString()));
    }

    /** A tab or a line end before the sign would be skipped by some. */
    private static String plain(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean needed = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
