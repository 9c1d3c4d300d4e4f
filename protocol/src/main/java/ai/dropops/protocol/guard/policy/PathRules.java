package ai.dropops.protocol.guard.policy;

import ai.dropops.protocol.guard.path.PathGlob;
import ai.dropops.protocol.guard.path.PathGlobs;
import ai.dropops.protocol.guard.path.ProtectedPaths;
import ai.dropops.protocol.guard.path.SensitivePaths;
import java.util.Optional;

/**
 * Where actions may reach.
 *
 * @param protect added to {@link ProtectedPaths#SYSTEM}
 * @param sensitive added to {@link SensitivePaths}
 */
public record PathRules(PathAccess read, PathAccess write, PathGlobs protect, PathGlobs sensitive) {
    public static final PathRules NONE = new PathRules(PathAccess.ANY, PathAccess.ANY, PathGlobs.NONE, PathGlobs.NONE);

    /** Why no file action may write {@code path}, which is absolute and resolved, if none may. */
    public Optional<PathGlob> protects(String path) {
        return ProtectedPaths.SYSTEM.matching(path).or(() -> protect.matching(path));
    }

    /** The secrets {@code word}, as the shell would read it, may mean. */
    public Optional<PathGlob> sensitive(String word) {
        return SensitivePaths.meeting(word).or(() -> sensitive.meeting(word));
    }

    public Optional<String> deniesReading(String word) {
        return read.denies("reading", word);
    }

    public Optional<String> deniesWriting(String word) {
        return write.denies("writing", word);
    }

    public void render(Rendering out) {
        read.render("paths.read", out);
        write.render("paths.write", out);
        out.putAll("paths.protect", protect.globs()).putAll("paths.sensitive", sensitive.globs());
    }

    public PathRules stricter(PathRules other) {
        return new PathRules(
                read.stricter(other.read),
                write.stricter(other.write),
                protect.and(other.protect),
                sensitive.and(other.sensitive));
    }
}
