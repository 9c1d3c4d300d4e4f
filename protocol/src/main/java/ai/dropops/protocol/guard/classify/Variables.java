package ai.dropops.protocol.guard.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every value a script gives to each of its variables, wherever it does. */
final class Variables {
    /** How a word names a variable: {@code START, Q or U for quoted or not, name, END}. */
    static final char START = 6;

    static final char END = 7;

    private static final int MOST_READINGS = 32;
    private static final int DEEPEST = 8;
    private static final Set<String> NUMBERS = Set.of("UID", "EUID", "PPID", "RANDOM", "SECONDS", "BASHPID", "LINENO");

    private final Map<String, List<String>> values = new HashMap<>();

    void bind(String name, String value) {
        List<String> known = values.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!known.contains(value)) {
            known.add(value);
        }
    }

    static String mark(String name, boolean quoted) {
        return START + (quoted ? "Q" : "U") + name + END;
    }

    /** Every way to read {@code words} once the variables in them have their values; at least one. */
    List<List<Word>> readings(List<String> words) {
        List<List<Word>> readings = List.of(List.of());
        for (String word : words) {
            List<List<Word>> ends = of(word, 0);
            if (readings.size() * ends.size() > MOST_READINGS) {
                ends = List.of(List.of(Word.UNKNOWN_WORDS));
            }
            readings = joined(readings, ends);
        }
        return readings;
    }

    private static List<List<Word>> joined(List<List<Word>> heads, List<List<Word>> ends) {
        var joined = new ArrayList<List<Word>>();
        for (List<Word> head : heads) {
            for (List<Word> end : ends) {
                var whole = new ArrayList<>(head);
                whole.addAll(end);
                joined.add(whole);
            }
        }
        return joined;
    }

    /** Every value of one word that the shell keeps whole, such as the target of a redirection. */
    List<Word> values(String word) {
        return of(word, 0).stream()
                .map(reading -> reading.size() == 1 ? reading.getFirst() : Word.UNKNOWN_WORDS)
                .toList();
    }

    private List<List<Word>> of(String word, int depth) {
        int start = word.indexOf(START);
        if (start < 0) {
            return List.of(List.of(new Word(word)));
        }
        int end = word.indexOf(END, start);
        String before = word.substring(0, start);
        String after = word.substring(end + 1);
        boolean quoted = word.charAt(start + 1) == 'Q';
        var readings = new ArrayList<List<Word>>();
        for (String value : valuesOf(word.substring(start + 2, end), quoted, depth)) {
            boolean splits = !quoted && (value.contains(" ") || value.contains("\t") || value.contains("\n"));
            if (splits && before.isEmpty() && after.isEmpty() && value.indexOf(START) < 0) {
                readings.add(List.of(value.strip().split("\\s+")).stream()
                        .map(Word::new)
                        .toList());
            } else {
                readings.addAll(of(before + (splits ? String.valueOf(Word.MANY) : value) + after, depth + 1));
            }
            if (readings.size() > MOST_READINGS) {
                return List.of(List.of(Word.UNKNOWN_WORDS));
            }
        }
        return readings;
    }

    private List<String> valuesOf(String name, boolean quoted, int depth) {
        List<String> known = values.get(name);
        if (known != null && depth < DEEPEST) {
            return quoted
                    ? known.stream().map(Variables::kept).toList()
                    : known.stream().map(Variables::loose).toList();
        }
        if (name.equals("HOME")) {
            return List.of("~");
        }
        return List.of(NUMBERS.contains(name) ? "0" : String.valueOf(quoted ? Word.SOME : Word.MANY));
    }

    /** A value inside quotes stays one word; the file names a pattern matched stay what they are. */
    private static String kept(String value) {
        return value.replace(Word.MANY, Word.SOME);
    }

    /** Outside quotes what is not known may fall into words, and a literal value may be a pattern. */
    private static String loose(String value) {
        return value.replace(Word.SOME, Word.MANY)
                .replace(Word.GLOB, Word.MANY)
                .replace('*', Word.GLOB)
                .replace('?', Word.GLOB)
                .replace('[', Word.GLOB);
    }
}
