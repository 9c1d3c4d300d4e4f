package ai.dropops.protocol.action;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the kernel of a host can be held to.
 *
 * @param profiles those whose rules it can enforce in full, but for what {@code scopes} says
 * @param landlockAbi the version of Landlock it speaks, 0 for none
 * @param scopes whether signals and abstract sockets can be kept inside (Landlock ABI 6)
 * @param root whether the operator runs as root
 */
public record Confinement(Set<Profile> profiles, int landlockAbi, boolean scopes, boolean root) {
    /** Of a host that was not asked: it enforces nothing, so nothing runs there without a question. */
    public static final Confinement NONE = new Confinement(Set.of(), 0, false, false);

    public Confinement {
        var ordered = EnumSet.noneOf(Profile.class);
        ordered.addAll(profiles);
        profiles = Collections.unmodifiableSet(ordered);
    }
}
