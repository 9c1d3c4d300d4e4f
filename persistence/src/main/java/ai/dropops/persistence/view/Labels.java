package ai.dropops.persistence.view;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What people say of an operator, as {@code role=web}, so that a TARGET can mean it: up to 32 keys of lower-case letters,
 * digits, dots, dashes and underscores with values that may have upper-case letters too, each up to 63 characters long.
 */
public record Labels(@JsonValue SortedMap<String, String> all) {
    public static final Labels NONE = new Labels(new TreeMap<>());
    private static final int MOST = 32;
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public Labels {
        if (all.size() > MOST) {
            throw new IllegalArgumentException("an operator has at most " + MOST + " labels");
        }
        all.forEach(Labels::check);
        all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Labels of(Map<String, String> all) {
        return new Labels(new TreeMap<>(all));
    }

    private static void check(String key, String value) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "'" + key
                            + "' is no key of a label; it is up to 63 lower-case letters, digits, dots, dashes and underscores");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no value of the label " + key
                    + "; it is 1 to 63 letters, digits, dots, dashes and underscores");
        }
    }
}
