package ai.dropops.load.report;

import java.util.Locale;

/**
 * One measured figure beside what was hoped for.
 *
 * @param goal as DESIGN §10 words it, empty where it says nothing
 */
public record Figure(String what, double value, String unit, String goal) {
    public static Figure of(String what, double value, String unit) {
        return new Figure(what, value, unit, "");
    }

    String text() {
        String format = Math.abs(value) >= 100 || value == Math.rint(value) ? "%,.0f %s" : "%,.2f %s";
        return String.format(Locale.ROOT, format, value, unit).strip();
    }
}
