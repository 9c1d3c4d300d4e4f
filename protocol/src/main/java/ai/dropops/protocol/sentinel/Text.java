package ai.dropops.protocol.sentinel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a stream that are still looked at. A question about a byte that has not arrived is answered {@link #MORE},
 * so an answer never depends on where the stream was cut.
 */
final class Text {
    static final int NO = -1;
    static final int MORE = -2;

    /** A run of at most this many bytes is found sooner than remembered. */
    private static final int SHORT = 8;

    private final int[] runStart;
    private final int[] runEnd;
    byte[] bytes = new byte[1 << 17];
    int length;
    boolean ended;
    /** Where the last match starts. */
    int start;
    /** Bytes looked at so far beyond the one pass over the text: what hostile input would drive up. */
    long work;

    Text(int runs) {
        runStart = new int[runs];
        runEnd = new int[runs];
    }

    void append(ByteBuffer more, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        more.get(bytes, length, count);
        length += count;
    }

    void dropFirst(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
        for (int i = 0; i < runStart.length; i++) {
            runStart[i] = Math.max(0, runStart[i] - count);
            runEnd[i] = Math.max(0, runEnd[i] - count);
        }
    }

    /** Where a byte of {@code set} at {@code at} ends. */
    int one(ByteSet set, int at) {
        work++;
        if (at >= length) {
            return ended ? NO : MORE;
        }
        return set.has(bytes[at]) ? at + 1 : NO;
    }

    /**
     * Where the longest run of {@code set} from {@code at} ends, at most {@code max} bytes on. How far a run reaches is
     * remembered under {@code id}: many starts in one long run cost no more than one.
     */
    int run(ByteSet set, int at, int min, int max, int id) {
        int end = max <= SHORT ? runEnd(set, at, at + max) : longRun(set, at, at + max, id);
        if (end == length && end < at + max && !ended) {
            return MORE;
        }
        return end - at < min ? NO : end;
    }

    /** As the other, for a run of any length that is asked for only once. */
    int run(ByteSet set, int at, int max) {
        int end = runEnd(set, at, at + max);
        return end == length && end < at + max && !ended ? MORE : end;
    }

    private int longRun(ByteSet set, int at, int limit, int id) {
        boolean remembered = runStart[id] <= at && at < runEnd[id];
        int end = runEnd(set, remembered ? runEnd[id] : at, limit);
        if (!remembered) {
            runStart[id] = at;
        }
        if (!remembered || end > runEnd[id]) {
            runEnd[id] = end;
        }
        return end;
    }

    /** Where a run ends that is known to reach {@code known}. */
    private int runEnd(ByteSet set, int known, int limit) {
        int stop = Math.min(length, limit);
        int end = Math.min(known, stop);
        while (end < stop && set.has(bytes[end])) {
            end++;
        }
        work += end - known + 1;
        return end;
    }

    /** Where a run of {@code set} that ends before {@code at} begins: at most {@code max} bytes back, not before {@code floor}. */
    int back(ByteSet set, int at, int max, int floor) {
        int limit = Math.max(floor, at - max);
        int start = at;
        while (start > limit && set.has(bytes[start - 1])) {
            start--;
        }
        work += at - start + 1;
        return start;
    }

    String string(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether a letter, digit, underscore or hyphen is at {@code at}. */
    boolean goesOn(int at) {
        return at < length && (ByteSet.WORD.has(bytes[at]) || bytes[at] == '-');
    }

    boolean isAfter(ByteSet set, int at) {
        return at > 0 && set.has(bytes[at - 1]);
    }
}
