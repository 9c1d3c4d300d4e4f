package ai.dropops.protocol.guard.policy;

import ai.dropops.protocol.guard.path.Wildcards;
import java.util.List;
import java.util.stream.Stream;

/** Lists of name globs, on each of which a name must stand; none lets every name pass. */
public record Names(List<List<String>> lists) {
    public static final Names ANY = new Names(List.of());

    public Names {
        lists = lists.stream().map(List::copyOf).distinct().toList();
    }

    public boolean have(String name) {
        return lists.stream().allMatch(list -> list.stream().anyMatch(glob -> Wildcards.matches(glob, name)));
    }

    public void render(String name, Rendering out) {
        out.putAll(
                name,
                lists.stream().map(list -> new Rendering().putAll("", list)).toList());
    }

    public Names stricter(Names other) {
        return new Names(Stream.concat(lists.stream(), other.lists.stream()).toList());
    }
}
