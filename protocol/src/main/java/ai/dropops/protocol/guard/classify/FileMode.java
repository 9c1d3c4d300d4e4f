package ai.dropops.protocol.guard.classify;

import java.util.regex.Pattern;

/** File modes, as {@code chmod} and its like take them. */
final class FileMode {
    private static final Pattern SETS_BY_NUMBER = Pattern.compile("[-+=]?0*[2-7][0-7]{3}");
    private static final Pattern ADDS_S = Pattern.compile("[+=][^-+=]*s");
    private static final Pattern CLAUSE = Pattern.compile("[ugoa]*([-+=][rwxXstugo]*)+");

    private FileMode() {}

    /** Whether {@code mode} gives a file the set-user-id or set-group-id bit. */
    static boolean setsId(String mode) {
        if (SETS_BY_NUMBER.matcher(mode).matches()) {
            return !mode.startsWith("-");
        }
        for (String clause : mode.split(",", -1)) {
            if (CLAUSE.matcher(clause).matches() && ADDS_S.matcher(clause).find()) {
                return true;
            }
        }
        return false;
    }
}
