package ai.dropops.protocol.sentinel;

import java.nio.charset.StandardCharsets;

/** One form of a kind, ready to be tried at an anchor. */
record Rule(Kind kind, int kindNumber, Form form, Check check, Tail tail) {
    /** A run before the anchor of at most this many bytes costs less to look at than what follows the anchor. */
    private static final int SHORT = 8;

    static Rule of(Kind kind, int kindNumber, Form form, Check check) {
        Tail tail = kind.untilKeyEnd() ? new Tail.KeyBody() : new Tail.While(form.tail());
        return new Rule(kind, kindNumber, form, check, tail);
    }

    byte[] placeholder() {
        return kind.placeholder().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Tries the form with its anchor at {@code at}. Answers where the replaced text ends, {@link Text#NO} or
     * {@link Text#MORE}; where it starts is left in {@link Text#start}.
     */
    int match(Text text, int at, int floor) {
        boolean looksBackFirst = form.back().max() <= SHORT;
        int start = looksBackFirst ? start(text, at, floor) : at;
        if (start == Text.NO) {
            return Text.NO;
        }
        int body = form.head().match(text, at);
        int end = body < 0 ? body : form.body().match(text, body);
        if (end < 0) {
            return end;
        }
        start = looksBackFirst ? start : start(text, at, floor);
        if (start == Text.NO) {
            return Text.NO;
        }
        start = form.back().max() > 0 ? start : body;
        text.start = start;
        text.work += end - start;
        return check.end(text, start, end);
    }

    /** Where the run before the anchor at {@code at} begins, which is there where it has none; or {@link Text#NO}. */
    private int start(Text text, int at, int floor) {
        int start = text.back(form.back().set(), at, form.back().max(), floor);
        boolean mayBegin = at - start >= form.back().min() && !text.isAfter(form.notAfter(), start);
        return mayBegin ? start : Text.NO;
    }
}
