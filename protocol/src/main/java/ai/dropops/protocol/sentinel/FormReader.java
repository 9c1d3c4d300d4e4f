package ai.dropops.protocol.sentinel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;

/** Reads a pattern of the small language of the catalogue; what it accepts runs in time linear in the text. */
final class FormReader {
    private static final ByteSet NONE = ByteSet.of(b -> false);
    private static final ByteSet TOKEN = ByteSet.WORD.or(ByteSet.of(b -> b == '-' || b == '.'));
    private static final ByteSet NAME = ByteSet.WORD.or(ByteSet.of('-'));
    private static final Shape NOTHING = new Shape.Sequence(List.of());
    private static final int OPEN = Integer.MAX_VALUE;

    private final String source;
    private final byte[] text;
    private final boolean folds;
    private final IntSupplier runs;
    private int at;
    private ByteSet notAfter = NONE;
    private ByteSet tail = NONE;

    private FormReader(String source, IntSupplier runs) {
        this.source = source;
        this.folds = source.startsWith("(?i)");
        this.text = (folds ? source.substring(4) : source).getBytes(StandardCharsets.UTF_8);
        this.runs = runs;
    }

    /** @param runs numbers every run of the catalogue */
    static Form read(String source, IntSupplier runs) throws MalformedPattern {
        return new FormReader(source, runs).form();
    }

    private Form form() throws MalformedPattern {
        if (takes("\\b")) {
            notAfter = ByteSet.WORD;
        } else if (takes("\\<")) {
            notAfter = TOKEN;
        } else if (takes("(?<![")) {
            notAfter = bracket();
            if (!takes(")")) {
                throw wrong("write what may not stand before as (?<![...])");
            }
        }
        var body = new ArrayList<>(sequence(true));
        Shape head = NOTHING;
        if (takes("\\K")) {
            head = new Shape.Sequence(body);
            body = new ArrayList<>(sequence(true));
        }
        if (at < text.length) {
            throw wrong("there is a ')' or '\\K' too many");
        }
        var back = new Shape.Run(NONE, 0, 0, runs.getAsInt());
        if (head.reach() == 0 && body.size() > 1 && body.getFirst() instanceof Shape.Run run && isFoundBackwards(run)) {
            back = run;
            body.removeFirst();
        }
        var form = new Form(source, notAfter, back, head, new Shape.Sequence(body), tail);
        new Unambiguous(source).check(form);
        return form;
    }

    private static boolean isFoundBackwards(Shape.Run run) {
        return run.min() < run.max() || run.max() > Anchors.MAX_LENGTH;
    }

    private List<Shape> sequence(boolean outermost) throws MalformedPattern {
        var parts = new ArrayList<Shape>();
        while (at < text.length && text[at] != '|' && text[at] != ')' && !startsWith("\\K")) {
            if (takes("\\b")) {
                parts.add(new Shape.Unless(new Shape.One(ByteSet.WORD)));
            } else if (takes("\\>")) {
                parts.add(new Shape.Unless(new Shape.One(NAME)));
            } else {
                repeated(part(), outermost, parts);
            }
        }
        return parts;
    }

    private Shape part() throws MalformedPattern {
        if (takes("(?!")) {
            return new Shape.Unless(group());
        }
        return takes("(") ? group() : new Shape.One(folds ? set().folded() : set());
    }

    private Shape group() throws MalformedPattern {
        var options = new ArrayList<Shape>();
        do {
            List<Shape> parts = sequence(false);
            options.add(parts.size() == 1 ? parts.getFirst() : new Shape.Sequence(parts));
        } while (takes("|"));
        if (!takes(")")) {
            throw wrong("a ')' is missing");
        }
        // longest first, so that no literal hides a longer one
        options.sort(Comparator.comparingInt(Shape::reach).reversed());
        return options.size() == 1 ? options.getFirst() : new Shape.Choice(List.copyOf(options));
    }

    private void repeated(Shape part, boolean outermost, List<Shape> parts) throws MalformedPattern {
        int min = 1;
        int max = 1;
        if (takes("?")) {
            min = 0;
        } else if (takes("*")) {
            min = 0;
            max = OPEN;
        } else if (takes("+")) {
            max = OPEN;
        } else if (takes("{")) {
            min = number();
            max = takes(",") ? (startsWith("}") ? OPEN : number()) : min;
            if (!takes("}") || max < min || max == 0) {
                throw wrong("write a repetition as {3}, {3,9} or {3,}");
            }
        }
        if (max == OPEN) {
            if (!outermost || at < text.length || !(part instanceof Shape.One one)) {
                throw wrong(
                        "'*', '+' and '{n,}' may only stand at the very end, after one character or class: give a limit as in {1,64}");
            }
            tail = one.set();
            max = min;
        }
        if (max == 1 && min == 1) {
            parts.add(part);
        } else if (max > 0) {
            parts.add(times(part, min, max));
        }
    }

    private Shape times(Shape part, int min, int max) throws MalformedPattern {
        if (part.canBeEmpty()) {
            throw wrong("what is repeated must not be able to be empty");
        }
        return part instanceof Shape.One one
                ? new Shape.Run(one.set(), min, max, runs.getAsInt())
                : new Shape.Repeat(part, min, max);
    }

    private ByteSet set() throws MalformedPattern {
        int c = next();
        return switch (c) {
            case '.' -> ByteSet.of('\n').negated();
            case '\\' -> escaped();
            case '[' -> bracket();
            case '^', '$', '*', '+', '?', '{', '}', ']' ->
                throw wrong("'" + (char) c + "' means something else here: write \\" + (char) c + " for the character");
            default -> ByteSet.of(c);
        };
    }

    private ByteSet escaped() throws MalformedPattern {
        int c = next();
        return switch (c) {
            case 'd' -> ByteSet.DIGITS;
            case 'h' -> ByteSet.HEX;
            case 'w' -> ByteSet.WORD;
            case 's' -> ByteSet.SPACE;
            case 'S' -> ByteSet.SPACE.negated();
            case 'n' -> ByteSet.of('\n');
            case 'r' -> ByteSet.of('\r');
            case 't' -> ByteSet.of('\t');
            default -> {
                if (ByteSet.WORD.has(c)) {
                    throw wrong("'\\" + (char) c
                            + "' is not known: there are \\d \\h (hex) \\w \\s \\S \\n \\r \\t \\b \\< \\> \\K");
                }
                yield ByteSet.of(c);
            }
        };
    }

    private ByteSet bracket() throws MalformedPattern {
        boolean negated = takes("^");
        ByteSet set = NONE;
        while (!takes("]")) {
            int low = next();
            if (low == '\\') {
                set = set.or(escaped());
            } else if (startsWith("-") && at + 1 < text.length && text[at + 1] != ']') {
                at++;
                int high = next();
                set = set.or(ByteSet.of(b -> b >= low && b <= high));
            } else {
                set = set.or(ByteSet.of(low));
            }
        }
        return negated ? (folds ? set.folded() : set).negated() : set;
    }

    private int number() throws MalformedPattern {
        int start = at;
        int value = 0;
        while (at < text.length && ByteSet.DIGITS.has(text[at]) && value <= Form.MAX_REACH) {
            value = value * 10 + text[at++] - '0';
        }
        if (at == start || value > Form.MAX_REACH) {
            throw wrong("a repetition needs a number up to " + Form.MAX_REACH);
        }
        return value;
    }

    private int next() throws MalformedPattern {
        if (at >= text.length) {
            throw wrong("it ends too early");
        }
        return text[at++] & 0xff;
    }

    private boolean takes(String expected) {
        boolean there = startsWith(expected);
        at += there ? expected.length() : 0;
        return there;
    }

    private boolean startsWith(String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (at + i >= text.length || text[at + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private MalformedPattern wrong(String why) {
        return new MalformedPattern("pattern '" + source + "': " + why);
    }
}
