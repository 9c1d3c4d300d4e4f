package ai.dropops.operator.link;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator ports of one control plane's nodes: one is dialled for as long as it answers, then the next. */
public final class Endpoints {
    private final List<Endpoint> all;
    private int at;

    private Endpoints(List<Endpoint> all) {
        this.all = all;
    }

    /** The endpoints in {@code text}, each as {@link Endpoint#parse} knows it, with commas between. */
    public static Endpoints parse(String text) {
        return new Endpoints(Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(Endpoint::parse)
                .toList());
    }

    /** The one to dial now. */
    public synchronized Endpoint current() {
        return all.get(at);
    }

    /** It did not answer, or asked to be left: the next one's turn. */
    public synchronized void next() {
        at = (at + 1) % all.size();
    }

    @Override
    public String toString() {
        return all.stream().map(Endpoint::toString).collect(Collectors.joining(","));
    }
}
