package ai.dropops.protocol.sentinel;

import java.nio.charset.StandardCharsets;

/** One form of a kind, ready to be tried at an anchor. */
record Rule(Kind kind, int kindNumber, Form form, Check check, Tail tail) {
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
        boolean runsBack = form.back().max() > 0;
        if (!runsBack && text.isAfter(form.notAfter(), at)) {
            return Text.NO;
        }
        int body = form.head().match(text, at);
        int end = body < 0 ? body : form.body().match(text, body);
        if (end < 0) {
            return end;
        }
        int start = runsBack ? text.back(form.back().set(), at, form.back().max(), floor) : body;
        if (runsBack && (at - start < form.back().min() || text.isAfter(form.notAfter(), start))) {
            return Text.NO;
        }
        text.start = start;
        text.work += end - start;
        return check.end(text, start, end);
    }
}
