package ai.dropops.protocol.sentinel;

import java.util.Arrays;
import java.util.List;

/** Where anchors ended, in the order of the text, and in which state; read from the front. */
final class Sightings {
    private int[] places = new int[256];
    private int[] states = new int[256];
    private int first;
    private int count;
    private Sightings[] lanes = {};

    void add(int place, int state) {
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
            states = Arrays.copyOf(states, count * 2);
        }
        places[count] = place;
        states[count++] = state;
    }

    /** This list and three more, to be filled from later parts of the text and then joined to this one. */
    Sightings[] lanes() {
        if (lanes.length == 0) {
            lanes = new Sightings[] {this, new Sightings(), new Sightings(), new Sightings()};
        }
        return lanes;
    }

    void joinLanes() {
        for (Sightings lane : List.of(lanes).subList(1, lanes.length)) {
            for (int i = 0; i < lane.count; i++) {
                add(lane.places[i], lane.states[i]);
            }
            lane.count = 0;
        }
    }

    boolean isEmpty() {
        return first == count;
    }

    int count() {
        return count - first;
    }

    int place() {
        return place(0);
    }

    /** The place of the one that is {@code next} after the first. */
    int place(int next) {
        return places[first + next];
    }

    int state(int next) {
        return states[first + next];
    }

    int state() {
        return state(0);
    }

    void drop() {
        first++;
        if (first == count) {
            clear();
        }
    }

    void clear() {
        first = 0;
        count = 0;
    }

    /** The text lost its first bytes. */
    void shift(int bytes) {
        for (int i = first; i < count; i++) {
            places[i - first] = places[i] - bytes;
            states[i - first] = states[i];
        }
        count -= first;
        first = 0;
    }
}
