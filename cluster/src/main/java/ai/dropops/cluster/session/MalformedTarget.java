package ai.dropops.cluster.session;

/** A TARGET that means nothing; its message says where and what was expected there. */
final class MalformedTarget extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    /** @param at the index of the character that does not fit; the length of {@code text} for its end */
    MalformedTarget(String text, int at, String problem) {
        super(place(text, at) + " " + problem);
    }

    private static String place(String text, int at) {
        if (at >= text.length()) {
            return "At the end of the target,";
        }
        String rest = text.substring(at);
        String shown = rest.length() > SHOWN ? rest.substring(0, SHOWN) + "…" : rest;
        return "At character " + (at + 1) + " of the target, before `" + shown + "`,";
    }
}
