package ai.dropops.persistence.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version as far as it decides who works beside whom: nodes are replaced one after the other, one minor step at a time. */
record Release(int major, int minor) {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:[.-].*)?");

    /** What {@code version} belongs to, where it is one: {@code 0.1.0}, {@code 1.4}, {@code 0.2.0-SNAPSHOT}. */
    static Optional<Release> of(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                ? Optional.of(new Release(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Whether a node of {@code mine} may be one of a cluster with a node of {@code theirs}; not when either is no version. */
    static boolean together(String mine, String theirs) {
        return of(mine).flatMap(my -> of(theirs).map(my::worksBeside)).orElse(false);
    }

    private boolean worksBeside(Release other) {
        return major == other.major && Math.abs(minor - other.minor) <= 1;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
