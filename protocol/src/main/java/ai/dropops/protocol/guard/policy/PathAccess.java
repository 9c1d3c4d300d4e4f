package ai.dropops.protocol.guard.policy;

import ai.dropops.protocol.guard.path.PathGlobs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one kind of access may reach.
 *
 * @param allow lists, in each of which a path must lie; none lets every path pass
 * @param deny where it may not, whatever the lists say
 */
public record PathAccess(List<PathGlobs> allow, PathGlobs deny) {
    public static final PathAccess ANY = new PathAccess(List.of(), PathGlobs.NONE);

    public PathAccess {
        allow = allow.stream().distinct().toList();
    }

    /** Why {@code word}, as the shell would read it, may not be reached, if it may not. */
    Optional<String> denies(String verb, String word) {
        Optional<String> denied =
                deny.meeting(word).map(glob -> "the policy denies: " + verb + " " + word + " (" + glob + ")");
        return denied.isPresent()
                        || allow.stream().allMatch(list -> list.covering(word).isPresent())
                ? denied
                : Optional.of("the policy denies: " + verb + " " + word + ", which is outside the allowed paths");
    }

    void render(String name, Rendering out) {
        out.putAll(
                        name + ".allow",
                        allow.stream()
                                .map(list -> new Rendering().putAll("", list.globs()))
                                .toList())
                .putAll(name + ".deny", deny.globs());
    }

    PathAccess stricter(PathAccess other) {
        return new PathAccess(
                Stream.concat(allow.stream(), other.allow.stream()).toList(), deny.and(other.deny));
    }
}
