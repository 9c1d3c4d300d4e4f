package ai.dropops.protocol.sentinel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All anchors of all forms as one table: one step a byte finds where each of them ends. */
final class Automaton {
    private static final int MAX_STATES = Short.MAX_VALUE;

    /** One anchor: which form it announces, what the byte before it is, if there is one, and its own bytes. */
    record Anchor(int form, ByteSet before, List<ByteSet> sequence) {
        private static final ByteSet ANY = ByteSet.of(b -> true);

        int length() {
            return sequence.size();
        }

        /** How many bytes before it are looked at. */
        int lead() {
            return before.equals(ANY) ? 0 : 1;
        }

        /** What it is recognised by: the byte before it, where not every byte will do, and its own. */
        List<ByteSet> recognised() {
            return lead() == 0
                    ? sequence
                    : Stream.concat(Stream.of(before), sequence.stream()).toList();
        }
    }

    /** For each byte its column in {@link #next}: bytes that no anchor tells apart share one. */
    private final int[] columns = new int[256];

    private final int width;
    private final int begin;
    /** The table, row by row. A state is where its row begins, so that a step is one addition and one load. */
    private final int[] next;

    private final int firstEnding;
    /** The anchors that end in a state, in the order of their forms. */
    private final List<List<Anchor>> endings;

    private final byte[] depths;

    Automaton(List<Anchor> anchors) throws MalformedPattern {
        var subsets = new Subsets(anchors);
        int[] examples = subsets.classes(columns);
        subsets.explore(examples);
        int count = subsets.states.size();
        width = examples.length;
        int[] order = subsets.endingsLast();
        firstEnding = (count - subsets.endingStates) * width;
        begin = order[Subsets.BEGIN] * width;
        next = new int[count * width];
        endings = new ArrayList<>(Collections.nCopies(subsets.endingStates, List.of()));
        depths = new byte[count];
        for (int state = 0; state < count; state++) {
            int renamed = order[state];
            for (int c = 0; c < width; c++) {
                next[renamed * width + c] = order[subsets.rows.get(state)[c]] * width;
            }
            depths[renamed] = (byte) subsets.depth(state);
            if (ends(renamed * width)) {
                endings.set(endingNumber(renamed * width), subsets.ending(state));
            }
        }
    }

    /** The state before the first byte of a text. */
    int begin() {
        return begin;
    }

    /** The state right before {@code at}, as far as the byte before it decides. */
    int beginAt(byte[] bytes, int at) {
        return at == 0 ? begin : step(0, bytes[at - 1]);
    }

    int states() {
        return depths.length;
    }

    /** How many of the last bytes may be the beginning of an anchor. */
    int depth(int state) {
        return depths[state / width];
    }

    boolean ends(int state) {
        return state >= firstEnding;
    }

    List<Anchor> ending(int state) {
        return endings.get(endingNumber(state));
    }

    private int endingNumber(int state) {
        return (state - firstEnding) / width;
    }

    int step(int state, byte b) {
        return next[state + columns[b & 0xff]];
    }

    /**
     * Walks from {@code state} over the bytes and notes each place an anchor ends. Answers the last state.
     */
    int scan(byte[] bytes, int from, int to, int state, Sightings sightings) {
        if (to - from < 64 * Anchors.MAX_LENGTH) {
            return scanOne(bytes, from, to, state, sightings);
        }
        return scanFour(bytes, from, to, state, sightings);
    }

    private int scanOne(byte[] bytes, int from, int to, int state, Sightings sightings) {
        int s = state;
        for (int i = from; i < to; i++) {
            s = next[s + columns[bytes[i] & 0xff]];
            if (s >= firstEnding) {
                sightings.add(i, s);
            }
        }
        return s;
    }

    /** Four places at once: each step waits for memory, so four steps beside each other cost little more than one. */
    private int scanFour(byte[] bytes, int from, int to, int state, Sightings sightings) {
        int quarter = (to - from) / 4;
        int[] at = {from, from + quarter, from + 2 * quarter, from + 3 * quarter};
        int[] states = {state, warm(bytes, at[1]), warm(bytes, at[2]), warm(bytes, at[3])};
        Sightings[] lanes = sightings.lanes();
        int done = 0;
        while (done < quarter) {
            done = untilEnding(bytes, at, states, done, quarter);
            for (int lane = 0; lane < 4; lane++) {
                if (states[lane] >= firstEnding) {
                    lanes[lane].add(at[lane] + done - 1, states[lane]);
                }
            }
        }
        sightings.joinLanes();
        return scanOne(bytes, at[0] + 4 * quarter, to, states[3], sightings);
    }

    /** Walks from the places {@code at} plus {@code done} until an anchor ends at one of them; answers how far it came. */
    private int untilEnding(byte[] bytes, int[] at, int[] states, int done, int quarter) {
        int[] next = this.next;
        int[] columns = this.columns;
        int firstEnding = this.firstEnding;
        int at0 = at[0];
        int at1 = at[1];
        int at2 = at[2];
        int at3 = at[3];
        int s0 = states[0];
        int s1 = states[1];
        int s2 = states[2];
        int s3 = states[3];
        int i = done;
        boolean ended = false;
        while (i < quarter && !ended) {
            s0 = next[s0 + columns[bytes[at0 + i] & 0xff]];
            s1 = next[s1 + columns[bytes[at1 + i] & 0xff]];
            s2 = next[s2 + columns[bytes[at2 + i] & 0xff]];
            s3 = next[s3 + columns[bytes[at3 + i] & 0xff]];
            i++;
            ended = Math.max(Math.max(s0, s1), Math.max(s2, s3)) >= firstEnding;
        }
        states[0] = s0;
        states[1] = s1;
        states[2] = s2;
        states[3] = s3;
        return i;
    }

    /** The state at {@code at}, which only the few bytes before it decide. */
    private int warm(byte[] bytes, int at) {
        int s = 0;
        for (int i = at - Anchors.MAX_LENGTH - 1; i < at; i++) {
            s = step(s, bytes[i]);
        }
        return s;
    }

    /** A set of places, as a key. */
    private static final class Places {
        private final int[] places;
        private final int hash;

        Places(int[] places) {
            this.places = places;
            this.hash = Arrays.hashCode(places);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Places that && hash == that.hash && Arrays.equals(places, that.places);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** The states while the table is made: sets of places in anchors that the last bytes have come to. */
    private static final class Subsets {
        /** The state before the first byte: as if every anchor might begin there. */
        static final int BEGIN = 1;

        private final List<Anchor> anchors;
        private final List<List<ByteSet>> sequences;
        private final int[] anchorOf;
        private final int[] placeOf;
        private final int[] firstPlace;
        private final List<int[]> states = new ArrayList<>();
        private final List<int[]> rows = new ArrayList<>();
        private int endingStates;

        Subsets(List<Anchor> anchors) {
            this.anchors = anchors;
            sequences = anchors.stream().map(Anchor::recognised).toList();
            firstPlace = new int[anchors.size()];
            int places = 0;
            for (int i = 0; i < anchors.size(); i++) {
                firstPlace[i] = places;
                places += sequences.get(i).size() + 1;
            }
            anchorOf = new int[places];
            placeOf = new int[places];
            for (int i = 0; i < anchors.size(); i++) {
                for (int k = 0; k <= sequences.get(i).size(); k++) {
                    anchorOf[firstPlace[i] + k] = i;
                    placeOf[firstPlace[i] + k] = k;
                }
            }
        }

        /** Fills in which bytes no anchor tells apart; answers one byte of each class. */
        int[] classes(int[] columns) {
            List<ByteSet> sets =
                    sequences.stream().flatMap(List::stream).distinct().toList();
            var known = new HashMap<BitSet, Integer>();
            var examples = new ArrayList<Integer>();
            for (int b = 0; b < 256; b++) {
                var signature = new BitSet();
                for (int i = 0; i < sets.size(); i++) {
                    signature.set(i, sets.get(i).has(b));
                }
                Integer c = known.putIfAbsent(signature, examples.size());
                columns[b] = c == null ? examples.size() : c;
                if (c == null) {
                    examples.add(b);
                }
            }
            return examples.stream().mapToInt(Integer::intValue).toArray();
        }

        void explore(int[] examples) throws MalformedPattern {
            int[][] accepted = accepted(examples);
            int[][] starts = new int[examples.length][];
            for (int c = 0; c < examples.length; c++) {
                int example = examples[c];
                starts[c] = Arrays.stream(firstPlace)
                        .filter(p -> accepts(p, example))
                        .map(p -> p + 1)
                        .toArray();
            }
            var ids = new HashMap<Places, Integer>();
            name(new int[0], ids);
            name(led(), ids);
            int[] begun = new int[examples.length];
            for (int c = 0; c < examples.length; c++) {
                begun[c] = name(starts[c], ids);
            }
            int[][] reached = new int[examples.length][anchorOf.length];
            int[] counts = new int[examples.length];
            for (int state = 0; state < states.size(); state++) {
                for (int place : states.get(state)) {
                    for (int c : accepted[place]) {
                        reached[c][counts[c]++] = place + 1;
                    }
                }
                int[] row = begun.clone();
                for (int c = 0; c < examples.length; c++) {
                    if (counts[c] > 0) {
                        row[c] = name(joined(starts[c], reached[c], counts[c]), ids);
                        counts[c] = 0;
                    }
                }
                rows.add(row);
            }
        }

        /** The places right after the byte before an anchor. */
        private int[] led() {
            return IntStream.range(0, anchors.size())
                    .filter(i -> anchors.get(i).lead() > 0)
                    .map(i -> firstPlace[i] + 1)
                    .toArray();
        }

        /** The classes each place goes on with. */
        private int[][] accepted(int[] examples) {
            int[][] accepted = new int[anchorOf.length][];
            for (int place = 0; place < accepted.length; place++) {
                int p = place;
                accepted[place] = IntStream.range(0, examples.length)
                        .filter(c -> accepts(p, examples[c]))
                        .toArray();
            }
            return accepted;
        }

        /** Places at the beginning of anchors come first, later ones in the order they were reached: no two orders of one set. */
        private static int[] joined(int[] starts, int[] reached, int count) {
            int[] joined = Arrays.copyOf(starts, starts.length + count);
            System.arraycopy(reached, 0, joined, starts.length, count);
            return joined;
        }

        private boolean accepts(int place, int b) {
            List<ByteSet> sequence = sequences.get(anchorOf[place]);
            return placeOf[place] < sequence.size()
                    && sequence.get(placeOf[place]).has(b);
        }

        private int name(int[] places, Map<Places, Integer> ids) throws MalformedPattern {
            Integer known = ids.putIfAbsent(new Places(places), states.size());
            if (known != null) {
                return known;
            }
            if (states.size() == MAX_STATES) {
                throw new MalformedPattern("the patterns together are too many: use fewer, or let them begin alike");
            }
            states.add(places);
            return states.size() - 1;
        }

        int[] endingsLast() {
            int[] order = new int[states.size()];
            int plain = 0;
            int ending = states.size() - 1;
            for (int state = 0; state < states.size(); state++) {
                if (Arrays.stream(states.get(state)).anyMatch(this::isEnd)) {
                    order[state] = ending--;
                    endingStates++;
                } else {
                    order[state] = plain++;
                }
            }
            return order;
        }

        private boolean isEnd(int place) {
            return placeOf[place] == sequences.get(anchorOf[place]).size();
        }

        int depth(int state) {
            return Arrays.stream(states.get(state))
                    .filter(place -> !isEnd(place))
                    .map(place -> placeOf[place] - anchors.get(anchorOf[place]).lead())
                    .max()
                    .orElse(0);
        }

        List<Anchor> ending(int state) {
            return Arrays.stream(states.get(state))
                    .filter(this::isEnd)
                    .sorted()
                    .mapToObj(place -> anchors.get(anchorOf[place]))
                    .toList();
        }
    }
}
