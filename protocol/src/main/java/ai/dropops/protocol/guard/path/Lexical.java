package ai.dropops.protocol.guard.path;

import java.util.ArrayList;
import java.util.List;

/** Paths as text, without looking at a file system: where a symbolic link stands, the kernel may mean another place. */
public final class Lexical {
    private Lexical() {}

    /** {@code path} as seen from the folder {@code cwd}, not yet normal. */
    public static String resolve(String cwd, String path) {
        return path.startsWith("/") ? path : cwd + "/" + path;
    }

    /** The absolute {@code path} without {@code .}, {@code ..} and doubled or closing slashes. */
    public static String normal(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("'" + path + "' is not an absolute path; start it with /");
        }
        return "/" + String.join("/", segments(path));
    }

    /** The names on the way, {@code ..} taken back; what {@code ..} cannot take back in a relative path is left out. */
    static List<String> segments(String path) {
        var names = new ArrayList<String>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    /** What follows the last {@code ..}, which is certain even where a name before it is a symbolic link. */
    static List<String> certain(String path) {
        int at = ("/" + path + "/").lastIndexOf("/../");
        return segments(at < 0 ? path : path.substring(Math.min(path.length(), at + 2)));
    }

    /** Whether {@code path} goes up again after a name, so that its text alone does not tell where it leads. */
    static boolean turnsBack(String path) {
        boolean named = false;
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (named) {
                    return true;
                }
            } else {
                named |= !name.isEmpty() && !name.equals(".");
            }
        }
        return false;
    }
}
