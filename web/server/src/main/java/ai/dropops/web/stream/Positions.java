package ai.dropops.web.stream;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far the outputs of a batch were sent, by index; as text {@code index:stdout:stderr}, separated by semicolons. */
record Positions(Map<Integer, Position> byIndex) {
    private static final int MAX_TEXT = 16 * 1024;
    private static final int FIELDS = 3;

    Positions {
        byIndex = new TreeMap<>(byIndex);
    }

    /** The positions in {@code text}; an IllegalArgumentException when it is something else. */
    static Positions parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("too long");
        }
        var positions = new TreeMap<Integer, Position>();
        for (String part : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            String[] fields = part.split(":", -1);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("'" + part + "' is not index:stdout:stderr");
            }
            positions.put(
                    Integer.parseUnsignedInt(fields[0]),
                    new Position(Long.parseUnsignedLong(fields[1]), Long.parseUnsignedLong(fields[2])));
        }
        return new Positions(positions);
    }

    Position of(int index) {
        return byIndex.getOrDefault(index, Position.START);
    }

    /** The positions once {@code event} was sent. */
    Positions after(Event event) {
        return switch (event) {
            case Event.Named _ -> this;
            case Event.Output output ->
                with(
                        output.index(),
                        of(output.index())
                                .at(
                                        output.stream(),
                                        output.offset() + output.data().size()));
            case Event.Gap gap -> with(gap.index(), of(gap.index()).at(gap.stream(), gap.to()));
        };
    }

    private Positions with(int index, Position position) {
        var changed = new TreeMap<>(byIndex);
        changed.put(index, position);
        return new Positions(changed);
    }

    @Override
    public String toString() {
        return byIndex.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue().stdout() + ":"
                        + entry.getValue().stderr())
                .collect(Collectors.joining(";"));
    }
}
