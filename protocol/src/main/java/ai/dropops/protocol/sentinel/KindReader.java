package ai.dropops.protocol.sentinel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Reads kinds from text: one statement a line, {@code kind NAME [PLACEHOLDER]} begins each. */
final class KindReader {
    private final List<Kind> kinds = new ArrayList<>();
    private final List<String> patterns = new ArrayList<>();
    private String name = "";
    private String placeholder = "";
    private String covers = "";
    private String source = "";
    private String check = "any";
    private boolean yields;
    private boolean untilKeyEnd;
    private int line;

    private KindReader() {}

    static List<Kind> read(String text) throws MalformedPattern {
        var reader = new KindReader();
        for (String line : text.split("\n", -1)) {
            reader.line++;
            reader.statement(line.strip());
        }
        reader.endKind();
        reader.checkNames();
        return reader.kinds;
    }

    private void statement(String statement) throws MalformedPattern {
        if (statement.isEmpty() || statement.startsWith("#")) {
            return;
        }
        int space = statement.indexOf(' ');
        String word = space < 0 ? statement : statement.substring(0, space);
        String rest = space < 0 ? "" : statement.substring(space).strip();
        if (name.isEmpty() && !word.equals("kind")) {
            throw wrong("begin with a line 'kind NAME [PLACEHOLDER]'");
        }
        switch (word) {
            case "kind" -> beginKind(rest);
            case "covers" -> covers = rest;
            case "source" -> source = rest;
            case "match" -> patterns.add(rest);
            case "check" -> check = known(rest);
            case "yields" -> yields = true;
            case "until-key-end" -> untilKeyEnd = true;
            default ->
                throw wrong("'" + word
                        + "' is not known: there are kind, covers, source, match, check, yields and until-key-end");
        }
    }

    private void beginKind(String rest) throws MalformedPattern {
        endKind();
        String[] words = rest.split(" +", -1);
        if (words.length != 2
                || !words[0].matches("[a-z][a-z0-9_]{0,63}")
                || !words[1].matches("\\[[A-Z0-9_]{1,40}]")) {
            throw wrong("write 'kind NAME [PLACEHOLDER]', the name in small letters, the placeholder in capitals");
        }
        name = words[0];
        placeholder = words[1];
    }

    private void endKind() throws MalformedPattern {
        if (name.isEmpty()) {
            return;
        }
        if (patterns.isEmpty()) {
            throw wrong("kind '" + name + "' has no line 'match PATTERN'");
        }
        kinds.add(new Kind(name, placeholder, covers, source, patterns, check, yields, untilKeyEnd));
        patterns.clear();
        name = "";
        covers = "";
        source = "";
        check = "any";
        yields = false;
        untilKeyEnd = false;
    }

    private String known(String check) throws MalformedPattern {
        if (Arrays.stream(Check.values())
                .noneMatch(it -> it.name().toLowerCase(Locale.ROOT).equals(check))) {
            throw wrong("check '" + check + "' is not known");
        }
        return check;
    }

    private void checkNames() throws MalformedPattern {
        var names = new HashSet<String>();
        for (Kind kind : kinds) {
            if (!names.add(kind.name())) {
                throw new MalformedPattern("kind '" + kind.name() + "' is there twice");
            }
        }
    }

    private MalformedPattern wrong(String why) {
        return new MalformedPattern("line " + line + ": " + why);
    }
}
