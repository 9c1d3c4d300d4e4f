package ai.dropops.protocol.guard.classify;

import java.util.ArrayList;
import java.util.List;

/** Documents written out in a script: announced by {@code <<END} in one line, they follow in the next. */
final class Documents {
    private record Announced(String end, boolean isQuoted, boolean stripsTabs) {}

    private final Source source;
    private final Script script;
    private final List<Announced> announced = new ArrayList<>();

    Documents(Source source, Script script) {
        this.source = source;
        this.script = script;
    }

    /** @param isQuoted whether any of {@code end} was quoted, so that nothing in the document is expanded */
    void announce(String end, boolean isQuoted, boolean stripsTabs) {
        if (!new Word(end).isLiteral() || end.indexOf(Variables.START) >= 0 || end.indexOf('\n') >= 0) {
            source.giveUp("where a document ends is not understood");
        }
        announced.add(new Announced(end, isQuoted, stripsTabs));
    }

    /** Whether every announced document was read. */
    boolean areRead() {
        return announced.isEmpty();
    }

    /** Reads the documents that follow the end of a line. */
    void read() {
        for (Announced document : List.copyOf(announced)) {
            read(document);
        }
        announced.clear();
    }

    private void read(Announced document) {
        var text = new StringBuilder();
        while (!source.ended()) {
            String line = source.line();
            String bare = document.stripsTabs() ? line.replaceFirst("^\t+", "") : line;
            if (bare.equals(document.end())) {
                script.documents.add(text.toString());
                return;
            }
            if (!document.isQuoted() && mayExpand(bare)) {
                source.giveUp("a document is not just text");
            }
            text.append(bare).append('\n');
        }
        source.giveUp("a document does not end");
    }

    private static boolean mayExpand(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                if (i == line.length()) {
                    return true;
                }
            } else if (c == '$' || c == '`') {
                return true;
            }
        }
        return false;
    }
}
