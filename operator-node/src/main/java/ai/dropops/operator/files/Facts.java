package ai.dropops.operator.files;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;

/**
 * What the kernel tells of a file.
 *
 * @param names how many links there are to it
 * @param mode its kind and its permissions
 * @param device the file system it lies on
 */
record Facts(
        int names,
        int owner,
        int group,
        int mode,
        long inode,
        long size,
        Instant changed,
        Instant modified,
        long device) {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
    static final long SIZE = 256;
    /** STATX_BASIC_STATS. */
    static final int WANTED = 0x7ff;

    private static final int KIND = 0170000;
    private static final int REGULAR = 0100000;
    private static final int PERMISSIONS = 0777;
    private static final int SET_ID = 06000;
    private static final int OTHERS_WRITE = 022;

    /** The structure {@code statx}, which is the same on every architecture. */
    static Facts of(MemorySegment statx) {
        return new Facts(
                statx.get(JAVA_INT, 16),
                statx.get(JAVA_INT, 20),
                statx.get(JAVA_INT, 24),
                Short.toUnsignedInt(statx.get(SHORT, 28)),
                statx.get(JAVA_LONG, 32),
                statx.get(JAVA_LONG, 40),
                Instant.ofEpochSecond(statx.get(JAVA_LONG, 96), statx.get(JAVA_INT, 104)),
                Instant.ofEpochSecond(statx.get(JAVA_LONG, 112), statx.get(JAVA_INT, 120)),
                ((long) statx.get(JAVA_INT, 136) << 32) | Integer.toUnsignedLong(statx.get(JAVA_INT, 140)));
    }

    boolean isFile() {
        return (mode & KIND) == REGULAR;
    }

    boolean isExecutable() {
        return (mode & 0100) != 0;
    }

    boolean setsId() {
        return (mode & SET_ID) != 0;
    }

    /** Without the bits that give a program somebody's rights. */
    int permissions() {
        return mode & PERMISSIONS;
    }

    boolean isSameFile(Facts other) {
        return inode == other.inode && device == other.device;
    }

    /** Whether somebody else may have given a foreign file a name in {@code folder}, to have it read or changed. */
    boolean couldBePlantedIn(Facts folder) {
        return names > 1 && (owner != folder.owner || (folder.mode & OTHERS_WRITE) != 0);
    }

    /** What it is, as {@code ls} has it: {@code -rw-r--r--}. */
    String modeText() {
        var text = new StringBuilder("?pc?d?b?-?l?s???".substring((mode & KIND) >> 12, ((mode & KIND) >> 12) + 1));
        for (int bit = 0; bit < 9; bit++) {
            text.append((mode & (0400 >> bit)) == 0 ? '-' : "rwx".charAt(bit % 3));
        }
        return text.toString();
    }
}
