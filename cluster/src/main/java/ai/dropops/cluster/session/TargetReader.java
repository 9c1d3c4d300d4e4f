package ai.dropops.cluster.session;

import ai.dropops.cluster.session.TargetExpression.All;
import ai.dropops.cluster.session.TargetExpression.And;
import ai.dropops.cluster.session.TargetExpression.Known;
import ai.dropops.cluster.session.TargetExpression.Labelled;
import ai.dropops.cluster.session.TargetExpression.Named;
import ai.dropops.cluster.session.TargetExpression.Not;
import ai.dropops.cluster.session.TargetExpression.Or;
import ai.dropops.cluster.session.TargetExpression.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a TARGET: {@code all}, words, globs, {@code fact=glob} and {@code label=glob}, joined by {@code &}, then by {@code |} or a comma,
 * with {@code !} and parentheses; {@code @name} stands for what the group of that name does. A word with any of these signs or a space in it stands in double quotes.
 */
public final class TargetReader {
    private static final String SIGNS = "&|,!()\"";
    private static final int DEEPEST = 50;

    private final String text;
    private final Map<String, String> groups;
    private int at;
    private int depth;

    private TargetReader(String text, Map<String, String> groups, int depth) {
        this.text = text;
        this.groups = groups;
        this.depth = depth;
    }

    /**
     * The set {@code text} describes.
     *
     * @param groups what each {@code @name} stands for
     */
    static TargetExpression read(String text, Map<String, String> groups) throws MalformedTarget {
        return read(text, groups, 0);
    }

    /** Throws IllegalArgumentException, saying where, unless {@code text} is a TARGET over these {@code groups}. */
    public static void check(String text, Map<String, String> groups) {
        try {
            read(text, groups);
        } catch (MalformedTarget e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static TargetExpression read(String text, Map<String, String> groups, int depth) throws MalformedTarget {
        var reader = new TargetReader(text, groups, depth);
        TargetExpression whole = reader.union();
        if (!reader.atEnd()) {
            throw reader.expected("'&', '|', ',' or the end is expected (a name with a space stands in quotes).");
        }
        return whole;
    }

    private TargetExpression union() throws MalformedTarget {
        var parts = new ArrayList<TargetExpression>();
        do {
            parts.add(intersection());
        } while (skips('|') || anotherAfterComma());
        return either(parts);
    }

    /** Words become one set, so that a list of thousands is looked up and not gone through for every host. */
    private static TargetExpression either(List<TargetExpression> parts) {
        var words = new LinkedHashSet<String>();
        var rest = new ArrayList<TargetExpression>();
        for (TargetExpression part : parts) {
            if (part instanceof Words(var texts)) {
                words.addAll(texts);
            } else {
                rest.add(part);
            }
        }
        if (!words.isEmpty()) {
            rest.add(new Words(words));
        }
        return rest.size() == 1 ? rest.getFirst() : new Or(rest);
    }

    /** Commas may follow one another or end the list, as in lists that programs put together. */
    private boolean anotherAfterComma() {
        boolean comma = false;
        while (skips(',')) {
            comma = true;
        }
        return comma && !atEnd() && text.charAt(at) != ')';
    }

    private TargetExpression intersection() throws MalformedTarget {
        var parts = new ArrayList<TargetExpression>();
        do {
            parts.add(part());
        } while (skips('&'));
        return parts.size() == 1 ? parts.getFirst() : new And(parts);
    }

    private TargetExpression part() throws MalformedTarget {
        if (++depth > DEEPEST) {
            throw expected("there are more than " + DEEPEST + " '!', '(' and groups inside one another.");
        }
        TargetExpression read = skips('!') ? new Not(part()) : skips('(') ? enclosed() : atom();
        depth--;
        return read;
    }

    private TargetExpression enclosed() throws MalformedTarget {
        TargetExpression inside = union();
        if (!skips(')')) {
            throw expected("a ')' is missing.");
        }
        return inside;
    }

    private TargetExpression atom() throws MalformedTarget {
        if (!atEnd() && text.charAt(at) == '"') {
            return new Words(Set.of(quoted()));
        }
        int begin = at;
        String word = bare();
        if (word.isEmpty()) {
            throw expected("a host, a fact, '!' or '(' is expected.");
        }
        if (word.startsWith("@")) {
            return group(word.substring(1), begin);
        }
        int equals = word.indexOf('=');
        if (equals >= 0) {
            return known(word.substring(0, equals), word.substring(equals + 1), begin);
        }
        return word.equals("all") ? new All() : isGlob(word) ? new Named(word) : new Words(Set.of(word));
    }

    private TargetExpression group(String name, int begin) throws MalformedTarget {
        String targets = groups.get(name);
        if (targets == null) {
            throw new MalformedTarget(text, begin, "no group is called '" + name + "'.");
        }
        try {
            return read(targets, groups, depth);
        } catch (MalformedTarget e) {
            throw new MalformedTarget(text, begin, "the group " + name + " stands for no target: " + e.getMessage());
        }
    }

    private TargetExpression known(String name, String glob, int begin) throws MalformedTarget {
        if (name.isEmpty()) {
            throw new MalformedTarget(text, begin, "a fact or the key of a label is expected before '='.");
        }
        String value = glob.isEmpty() && !atEnd() && text.charAt(at) == '"' ? quoted() : glob;
        if (value.isEmpty()) {
            throw expected("the value of " + name + " is missing.");
        }
        return Fact.named(name)
                .<TargetExpression>map(fact -> new Known(fact, value))
                .orElseGet(() -> new Labelled(name, value));
    }

    private String bare() {
        int begin = at;
        while (at < text.length() && SIGNS.indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private String quoted() throws MalformedTarget {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
            throw expected("the closing '\"' is missing.");
        }
        if (end == at + 1) {
            throw expected("there is nothing between the quotes.");
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private static boolean isGlob(String word) {
        return word.indexOf('*') >= 0 || word.indexOf('?') >= 0;
    }

    private boolean skips(char sign) {
        boolean there = !atEnd() && text.charAt(at) == sign;
        if (there) {
            at++;
            atEnd();
        }
        return there;
    }

    /** Skips white space. */
    private boolean atEnd() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at == text.length();
    }

    private MalformedTarget expected(String problem) {
        return new MalformedTarget(text, at, problem);
    }
}
