package ai.dropops.protocol.sentinel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Replaces secrets in one stream of bytes as it passes. What comes out depends on the bytes alone, not on how they were cut
 * into pieces; bytes that are no text pass as they are. Not thread-safe.
 */
public final class Scrubber {
    private static final int SLICE = 1 << 16;
    /** How much text before an undecided place stays known: what borders and checks look back at. */
    private static final int CONTEXT = 16;
    /** How far before the end of a value an anchor is looked for whose secret follows the value. */
    private static final int LONGEST_NAME = 32;
    /** A value that goes on for more than this ends without a name. */
    private static final int LONGEST_VALUE = 256;

    private static final byte[] NOTHING = {};

    private final List<Kind> kinds;
    private final Detector detector;
    private final LongSupplier nanoTime;
    private final Text text;
    private final long[] replaced;
    private final Sink out;
    private Sightings sightings = new Sightings();
    private int state;
    /** Nothing before it is looked at again: it ends what was replaced last. */
    private int floor;

    private int sent;
    /** From here on text may yet turn out to be replaced. */
    private int undecided;

    private boolean inTail;
    private Tail tail = new Tail.KeyBody();
    private long waitingSince;
    private long bytesIn;
    private long bytesOut;

    /**
     * A scrubber at the beginning of a stream.
     *
     * @param nanoTime a clock as {@link System#nanoTime}, for {@link #giveUp}
     * @param out takes what is decided
     */
    public Scrubber(Catalogue catalogue, LongSupplier nanoTime, Sink out) {
        this.kinds = catalogue.kinds();
        this.detector = catalogue.detector();
        this.nanoTime = nanoTime;
        this.out = out;
        this.text = new Text(detector.runs());
        this.state = detector.automaton().begin();
        this.replaced = new long[kinds.size()];
    }

    /** Takes the next bytes and passes on what is decided: all but a candidate still open at the end. */
    public void feed(ByteBuffer bytes) {
        if (text.ended) {
            throw new IllegalStateException("the text was ended by flush");
        }
        while (bytes.hasRemaining()) {
            take(bytes, Math.min(SLICE, bytes.remaining()));
        }
    }

    /** The text ends here: passes on all that is left. */
    public void flush() {
        text.ended = true;
        decide();
        send(text.length);
    }

    /**
     * Passes on what has been held back for longer than {@code patience}, for a person who waits for a prompt; nothing when
     * nothing has. What is open is judged as if the text ended here; should it go on and complete a secret after all, its
     * remainder is still replaced.
     */
    public void giveUp(Duration patience) {
        if (!isHolding() || nanoTime.getAsLong() - waitingSince < patience.toNanos()) {
            return;
        }
        text.ended = true;
        var open = new Sightings();
        while (!sightings.isEmpty()) {
            if (tryAt(sightings.place(), sightings.state()) == Text.NO) {
                open.add(sightings.place(), sightings.state());
            }
            sightings.drop();
            if (inTail) {
                endTail();
            }
        }
        sightings = open;
        text.ended = false;
        send(text.length);
    }

    /** Whether bytes are held back. */
    public boolean isHolding() {
        return sent < text.length;
    }

    /** What was seen so far. */
    public Tally tally() {
        var byName = new HashMap<String, Long>();
        for (int i = 0; i < replaced.length; i++) {
            if (replaced[i] > 0) {
                byName.put(kinds.get(i).name(), replaced[i]);
            }
        }
        return new Tally(byName, bytesIn, bytesOut);
    }

    /** Bytes looked at beyond the one pass over the text. */
    long work() {
        return text.work;
    }

    /** Bytes kept, held back or as context. */
    int kept() {
        return text.length;
    }

    private void take(ByteBuffer bytes, int count) {
        boolean wasHolding = isHolding();
        int before = sent;
        int scanned = text.length;
        text.append(bytes, count);
        bytesIn += count;
        state = detector.automaton().scan(text.bytes, scanned, text.length, state, sightings);
        decide();
        undecided = undecided();
        send(undecided);
        if (isHolding() && (!wasHolding || sent > before)) {
            waitingSince = nanoTime.getAsLong();
        }
        forget();
    }

    private void decide() {
        boolean open = false;
        while (!open && (inTail || !sightings.isEmpty())) {
            if (inTail) {
                open = !endTail();
            } else if (tryAt(sightings.place(), sightings.state()) == Text.MORE) {
                open = true;
            } else {
                sightings.drop();
            }
        }
    }

    private boolean endTail() {
        int end = tail.end(text, floor);
        inTail = end == Tail.OPEN;
        floor = inTail ? text.length : end;
        replaceUpTo(floor, NOTHING);
        if (inTail) {
            sightings.clear();
        }
        return !inTail;
    }

    /** Tries the forms whose anchors end at {@code place}: the first that matches is replaced. */
    private int tryAt(int place, int state) {
        for (Automaton.Anchor anchor : detector.automaton().ending(state)) {
            int at = place - anchor.length() + 1;
            int end = at < floor ? Text.NO : tryRule(detector.rules().get(anchor.form()), at);
            if (end != Text.NO) {
                return end;
            }
        }
        return Text.NO;
    }

    private int tryRule(Rule rule, int at) {
        int end = rule.match(text, at, Math.max(0, floor));
        if (end < 0) {
            return end;
        }
        int start = text.start;
        int exactly = rule.kind().yields() ? replaceExactly(rule, start, end) : Text.NO;
        return exactly == Text.NO ? replaceAll(rule, start, end) : exactly;
    }

    /** Replaces what was found; and, where it is a value, what a name at its very end announces: {@code password: api_key: x}. */
    private int replaceAll(Rule rule, int start, int end) {
        int whole = rule.form().keepsHead() ? rule.tail().end(text, end, LONGEST_VALUE) : end;
        int lastEnding = whole + Anchors.MAX_LENGTH;
        if (whole == Text.MORE || (rule.form().keepsHead() && lastEnding > text.length && !text.ended)) {
            return Text.MORE;
        }
        for (int i = 1; rule.form().keepsHead() && i < sightings.count() && sightings.place(i) < lastEnding; i++) {
            boolean isFar = sightings.place(i) < whole - LONGEST_NAME;
            int announced = isFar ? Text.NO : replaceAnnounced(rule, start, whole, i);
            if (announced != Text.NO) {
                return announced;
            }
        }
        replace(rule, start, end, rule.tail());
        return end;
    }

    private int replaceAnnounced(Rule rule, int start, int end, int sighting) {
        int place = sightings.place(sighting);
        for (Automaton.Anchor anchor : detector.automaton().ending(sightings.state(sighting))) {
            Rule announced = detector.rules().get(anchor.form());
            int at = place - anchor.length() + 1;
            int announcedEnd = at >= start && at <= end ? announced.match(text, at, start) : Text.NO;
            if (announcedEnd == Text.MORE) {
                return Text.MORE;
            }
            if (announcedEnd > end) {
                int announcedStart = Math.max(text.start, end);
                replace(rule, start, end, rule.tail());
                replace(announced, announcedStart, announcedEnd, announced.tail());
                return announcedEnd;
            }
        }
        return Text.NO;
    }

    /** Replaces the value from {@code start} to {@code end} under the name of the exact kind that begins there, if one does. */
    private int replaceExactly(Rule rule, int start, int end) {
        Automaton automaton = detector.automaton();
        int state = automaton.beginAt(text.bytes, start);
        for (int at = start; at < start + Anchors.MAX_LENGTH; at++) {
            if (at >= text.length) {
                return text.ended ? Text.NO : Text.MORE;
            }
            state = automaton.step(state, text.bytes[at]);
            int exactly = automaton.ends(state) ? replaceExactly(rule, start, end, at, state) : Text.NO;
            if (exactly != Text.NO) {
                return exactly;
            }
        }
        return Text.NO;
    }

    private int replaceExactly(Rule rule, int start, int end, int place, int state) {
        for (Automaton.Anchor anchor : detector.automaton().ending(state)) {
            Rule exact = detector.rules().get(anchor.form());
            boolean beginsThere =
                    place - anchor.length() + 1 == start && !exact.kind().yields();
            int exactEnd = beginsThere ? exact.match(text, start, start) : Text.NO;
            if (exactEnd == Text.MORE) {
                return Text.MORE;
            }
            if (exactEnd >= 0 && text.start == start) {
                boolean isKey = exact.kind().untilKeyEnd();
                replace(exact, start, isKey ? exactEnd : Math.max(end, exactEnd), (isKey ? exact : rule).tail());
                return exactEnd;
            }
        }
        return Text.NO;
    }

    private void replace(Rule rule, int start, int end, Tail tail) {
        send(Math.max(start, floor));
        replaceUpTo(end, rule.placeholder());
        replaced[rule.kindNumber()]++;
        floor = end;
        this.tail = tail.begun();
        inTail = true;
    }

    private int undecided() {
        if (inTail) {
            return text.length;
        }
        int anchor = text.length - detector.automaton().depth(state);
        if (!sightings.isEmpty()) {
            anchor = Math.min(anchor, sightings.place() + 1 - Anchors.MAX_LENGTH);
        }
        return text.back(detector.backs(), Math.max(0, anchor), detector.longestBack(), Math.max(0, floor));
    }

    private void send(int end) {
        if (end > sent) {
            out.text(text.bytes, sent, end - sent);
            bytesOut += end - sent;
            sent = end;
        }
    }

    private void replaceUpTo(int end, byte[] placeholder) {
        if (end > sent) {
            out.replaced(text.bytes, sent, end - sent, placeholder);
            bytesOut += placeholder.length;
            sent = end;
        }
    }

    private void forget() {
        int unneeded = Math.min(sent, undecided) - CONTEXT;
        if (unneeded >= SLICE) {
            text.dropFirst(unneeded);
            sightings.shift(unneeded);
            sent -= unneeded;
            floor -= unneeded;
            undecided -= unneeded;
        }
    }
}
