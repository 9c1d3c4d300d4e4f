package ai.dropops.protocol.guard.classify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every simple command of a script, however deep; which of them run, and in which order, is not kept. */
final class Script {
    private static final int LONGEST = 16 * 1024;

    final List<Command> commands = new ArrayList<>();
    final Variables variables = new Variables();
    final Set<String> functions = new HashSet<>();

    /** The documents written out in it. */
    final List<String> documents = new ArrayList<>();

    /** Why parts of it could not be read; empty when every byte was understood. */
    final List<String> doubts = new ArrayList<>();

    /** Whether there is nothing to it but the literal words of one command: no operator, expansion or redirection. */
    boolean isPlain = true;

    /** Whether bash would refuse it, whatever the grammar makes of it. */
    boolean isRefused;

    /** {@code text} as bash would read it: by {@link Reader} where that suffices, else by {@link Grammar}. */
    static Script of(String text) {
        Script script = perhaps(text);
        if (script.doubts.isEmpty() || text.length() > LONGEST) {
            return script;
        }
        var whole = new Script();
        Grammar.read(text, whole);
        if (script.isRefused) {
            script.doubts.forEach(whole::doubt);
        }
        if (!whole.doubts.isEmpty()) {
            // what was read before the doubt counts as well
            whole.commands.addAll(script.commands);
        }
        return whole;
    }

    /** {@code text}, which may be no script at all, as far as {@link Reader} takes it for one. */
    static Script perhaps(String text) {
        var script = new Script();
        if (text.length() > LONGEST) {
            script.doubt("it is too long to be judged");
        } else {
            Reader.read(text, script);
        }
        return script;
    }

    void doubt(String reason) {
        isPlain = false;
        if (!doubts.contains(reason)) {
            doubts.add(reason);
        }
    }
}
