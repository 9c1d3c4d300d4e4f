package ai.dropops.cli.print;

import java.util.Locale;

/** Numbers of bytes and shares, as people read them. */
public final class Amount {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};
    private static final double STEP = 1000;
    private static final double PERCENT = 100;

    private Amount() {}

    /** {@code bytes} in the largest unit that leaves something before the point: 142 B, 1.5 KB. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** A share from 0 to 1: 98.6 %. */
    public static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(share * PERCENT * 10) / 10);
    }
}
