package ai.dropops.cli.follow;

import ai.dropops.cli.follow.BatchEvent.Gap;
import ai.dropops.cli.follow.BatchEvent.Output;
import ai.dropops.protocol.identity.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far each stream of each execution was told, so that nothing is told twice and nothing is missed silently. */
public final class Offsets {
    private record Key(String execution, String stream) {}

    private final Map<Key, Long> told = new HashMap<>();

    /** Everything below it was told. */
    public long of(String execution, String stream) {
        return told.getOrDefault(new Key(execution, stream), 0L);
    }

    /** What {@code output} tells that is new, after the gap before it if there is one. */
    List<BatchEvent> advance(Output output) {
        var key = new Key(output.execution(), output.stream());
        long known = told.getOrDefault(key, 0L);
        long end = output.offset() + output.data().size();
        if (end <= known) {
            return List.of();
        }
        told.put(key, end);
        if (output.offset() < known) {
            byte[] data = output.data().array();
            byte[] fresh = Arrays.copyOfRange(data, (int) (known - output.offset()), data.length);
            return List.of(new Output(output.execution(), output.stream(), known, Bytes.wrap(fresh)));
        }
        return output.offset() == known
                ? List.of(output)
                : List.of(new Gap(output.execution(), output.stream(), known, output.offset()), output);
    }

    /** The part of {@code gap} that is new. */
    List<BatchEvent> advance(Gap gap) {
        var key = new Key(gap.execution(), gap.stream());
        long known = told.getOrDefault(key, 0L);
        if (gap.to() <= known) {
            return List.of();
        }
        told.put(key, gap.to());
        return List.of(new Gap(gap.execution(), gap.stream(), Math.max(known, gap.from()), gap.to()));
    }
}
