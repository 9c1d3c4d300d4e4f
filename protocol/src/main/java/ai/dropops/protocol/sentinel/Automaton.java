package ai.dropops.protocol.sentinel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All anchors of all forms as one table: one step a byte finds where each of them ends. */
final class Automaton {
    private static final int MAX_STATES = Short.MAX_VALUE;

    /** One anchor: which form it announces, what the byte before it is, if there is one, and how long it is. */
    record Anchor(int form, ByteSet before, List<ByteSet> sequence) {
        int length() {
            return sequence.size();
        }
    }

    private final short[] classes = new short[256];
    private final int shift;
    private final short[] next;
    private final int firstEnding;
    /** The anchors that end in a state, in the order of their forms. */
    private final List<List<Anchor>> endings;

    /** For each ending state how long its anchors are, and what stands before them; 0 where they differ in length. */
    private final int[] lengths;

    private final ByteSet[] befores;
    private final byte[] depths;

    Automaton(List<Anchor> anchors) throws MalformedPattern {
        var subsets = new Subsets(anchors);
        int[] examples = subsets.classes(classes);
        subsets.explore(examples);
        int count = subsets.states.size();
        shift = 32 - Integer.numberOfLeadingZeros(Math.max(1, examples.length - 1));
        int[] order = subsets.endingsLast();
        firstEnding = count - subsets.endingStates;
        next = new short[count << shift];
        endings = new ArrayList<>(Collections.nCopies(subsets.endingStates, List.of()));
        depths = new byte[count];
        lengths = new int[subsets.endingStates];
        befores = new ByteSet[subsets.endingStates];
        for (int state = 0; state < count; state++) {
            int renamed = order[state];
            for (int c = 0; c < examples.length; c++) {
                next[(renamed << shift) | c] = (short) order[subsets.rows.get(state)[c]];
            }
            depths[renamed] = (byte) subsets.depth(state);
            if (renamed >= firstEnding) {
                setEnding(renamed - firstEnding, subsets.ending(state));
            }
        }
    }

    private void setEnding(int ending, List<Anchor> anchors) {
        int length = anchors.getFirst().length();
        endings.set(ending, anchors);
        lengths[ending] = anchors.stream().allMatch(anchor -> anchor.length() == length) ? length : 0;
        befores[ending] = anchors.stream().map(Anchor::before).reduce(ByteSet.of(b -> false), ByteSet::or);
    }

    int states() {
        return depths.length;
    }

    /** How many of the last bytes may be the beginning of an anchor. */
    int depth(int state) {
        return depths[state];
    }

    boolean ends(int state) {
        return state >= firstEnding;
    }

    List<Anchor> ending(int state) {
        return endings.get(state - firstEnding);
    }

    int step(int state, byte b) {
        return next[(state << shift) | classes[b & 0xff]];
    }

    /**
     * Walks from {@code state} over the bytes and notes each place an anchor ends, unless the byte before it lets no form
     * match. Answers the last state.
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
            s = next[(s << shift) | classes[bytes[i] & 0xff]];
            if (s >= firstEnding) {
                note(s, bytes, i, sightings);
            }
        }
        return s;
    }

    /** Four places at once: each step waits for memory, so four steps beside each other cost little more than one. */
    private int scanFour(byte[] bytes, int from, int to, int state, Sightings sightings) {
        short[] next = this.next;
        short[] classes = this.classes;
        int shift = this.shift;
        int firstEnding = this.firstEnding;
        int quarter = (to - from) / 4;
        int from1 = from + quarter;
        int from2 = from1 + quarter;
        int from3 = from2 + quarter;
        int s0 = state;
        int s1 = warm(bytes, from1);
        int s2 = warm(bytes, from2);
        int s3 = warm(bytes, from3);
        Sightings[] lanes = sightings.lanes();
        for (int i = 0; i < quarter; i++) {
            s0 = next[(s0 << shift) | classes[bytes[from + i] & 0xff]];
            s1 = next[(s1 << shift) | classes[bytes[from1 + i] & 0xff]];
            s2 = next[(s2 << shift) | classes[bytes[from2 + i] & 0xff]];
            s3 = next[(s3 << shift) | classes[bytes[from3 + i] & 0xff]];
            if (Math.max(Math.max(s0, s1), Math.max(s2, s3)) >= firstEnding) {
                noteEnding(s0, bytes, from + i, sightings);
                noteEnding(s1, bytes, from1 + i, lanes[0]);
                noteEnding(s2, bytes, from2 + i, lanes[1]);
                noteEnding(s3, bytes, from3 + i, lanes[2]);
            }
        }
        sightings.joinLanes();
        return scanOne(bytes, from + 4 * quarter, to, s3, sightings);
    }

    private void noteEnding(int state, byte[] bytes, int at, Sightings sightings) {
        if (state >= firstEnding) {
            note(state, bytes, at, sightings);
        }
    }

    private void note(int state, byte[] bytes, int at, Sightings sightings) {
        int length = lengths[state - firstEnding];
        int before = at - length;
        if (length == 0 || before < 0 || befores[state - firstEnding].has(bytes[before])) {
            sightings.add(at, state);
        }
    }

    /** The state at {@code at}, which only the few bytes before it decide. */
    private int warm(byte[] bytes, int at) {
        int s = 0;
        for (int i = at - Anchors.MAX_LENGTH; i < at; i++) {
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
        private final List<Anchor> anchors;
        private final int[] anchorOf;
        private final int[] placeOf;
        private final int[] firstPlace;
        private final List<int[]> states = new ArrayList<>();
        private final List<int[]> rows = new ArrayList<>();
        private int endingStates;

        Subsets(List<Anchor> anchors) {
            this.anchors = anchors;
            firstPlace = new int[anchors.size()];
            int places = 0;
            for (int i = 0; i < anchors.size(); i++) {
                firstPlace[i] = places;
                places += anchors.get(i).sequence().size() + 1;
            }
            anchorOf = new int[places];
            placeOf = new int[places];
            for (int i = 0; i < anchors.size(); i++) {
                for (int k = 0; k <= anchors.get(i).sequence().size(); k++) {
                    anchorOf[firstPlace[i] + k] = i;
                    placeOf[firstPlace[i] + k] = k;
                }
            }
        }

        /** Fills in which bytes no anchor tells apart; answers one byte of each class. */
        int[] classes(short[] classes) {
            List<ByteSet> sets = anchors.stream()
                    .flatMap(anchor -> anchor.sequence().stream())
                    .distinct()
                    .toList();
            var known = new HashMap<BitSet, Integer>();
            var examples = new ArrayList<Integer>();
            for (int b = 0; b < 256; b++) {
                var signature = new BitSet();
                for (int i = 0; i < sets.size(); i++) {
                    signature.set(i, sets.get(i).has(b));
                }
                Integer c = known.putIfAbsent(signature, examples.size());
                classes[b] = (short) (c == null ? examples.size() : c);
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
            List<ByteSet> sequence = anchors.get(anchorOf[place]).sequence();
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
            return placeOf[place] == anchors.get(anchorOf[place]).sequence().size();
        }

        int depth(int state) {
            return Arrays.stream(states.get(state))
                    .filter(place -> !isEnd(place))
                    .map(place -> placeOf[place])
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
