package ai.dropops.protocol.sentinel;

/**
 * One way a kind is written: the text may not stand right after {@code notAfter}, begins with the run {@code back} (found
 * backwards from what follows it), goes on with {@code head}, which is kept, and {@code body}, which is replaced together
 * with all of {@code tail} that follows.
 */
record Form(String source, ByteSet notAfter, Shape.Run back, Shape head, Shape body, ByteSet tail) {
    /** How far beyond its anchor a form may look; it bounds what a scrubber ever holds back. */
    static final int MAX_REACH = 4096;

    boolean keepsHead() {
        return head.reach() > 0;
    }

    /** What the byte right before the head, or before the body where there is no head, is: if there is one. */
    ByteSet before() {
        return back.max() == 0 ? notAfter.negated() : back.min() > 0 ? back.set() : ByteSet.of(b -> true);
    }

    int reach() {
        return head.reach() + body.reach();
    }
}
