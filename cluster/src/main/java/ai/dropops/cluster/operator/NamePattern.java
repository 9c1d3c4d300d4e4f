package ai.dropops.cluster.operator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * How the hosts of a device link are called: a name in which <code>{host}</code> stands for the one a host has itself and
 * <code>{n}</code> for how many have come with it.
 */
public record NamePattern(@JsonValue String text) {
    private static final String HOST = "{host}";
    private static final String NUMBER = "{n}";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]*");
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Pattern BEGINNING = Pattern.compile("^[._-]+");
    private static final int LONGEST = 64;

    public static final NamePattern BY_HOST = new NamePattern(HOST);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NamePattern {
        String plain = text.replace(HOST, "h").replace(NUMBER, "1");
        if (plain.isEmpty()
                || plain.length() > LONGEST
                || !PLAIN.matcher(plain).matches()
                || BEGINNING.matcher(plain).find()) {
            throw new IllegalArgumentException("the name of many hosts is up to 64 letters, digits, dots, dashes and"
                    + " underscores, with {host} or {n} among them, such as web-{n}");
        }
    }

    /** The name of the host that calls itself {@code hostname}, the {@code number}th; none of {@code taken}. */
    String of(String hostname, int number, Collection<String> taken) {
        String name = legal(text.replace(HOST, FOREIGN.matcher(hostname).replaceAll("-"))
                .replace(NUMBER, Integer.toString(number)));
        String free = name;
        for (int more = number; taken.contains(free); more++) {
            free = numbered(name, more);
        }
        return free;
    }

    /** {@code name}, told apart from others of its kind by {@code number}. */
    public static String numbered(String name, int number) {
        String suffix = "-" + number;
        return name.substring(0, Math.min(name.length(), LONGEST - suffix.length())) + suffix;
    }

    private static String legal(String name) {
        String begun = BEGINNING.matcher(name).replaceFirst("");
        return begun.isEmpty() ? "host" : begun.substring(0, Math.min(begun.length(), LONGEST));
    }
}
