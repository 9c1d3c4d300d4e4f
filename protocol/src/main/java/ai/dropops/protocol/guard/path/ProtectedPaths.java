package ai.dropops.protocol.guard.path;

/** The parts of a system no file action may write and no command may alter under {@code change}, whoever approves. */
public final class ProtectedPaths {
    /** Data: {@code protected-paths.txt} beside this class. */
    public static final PathGlobs SYSTEM = PathGlobs.read("protected-paths.txt");

    private ProtectedPaths() {}
}
