package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Form.Operand;
import ai.dropops.protocol.guard.classify.Form.Option;
import ai.dropops.protocol.guard.classify.Form.Style;
import ai.dropops.protocol.guard.classify.Slot.Meaning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Lays the words of a command over one form of its program. Whatever does not fit exactly does not fit. */
final class Match {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.:@-]+");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(=|$)");
    private static final Set<Meaning> MAY_BEGIN_WITH_PLUS =
            Set.of(Meaning.TEXT, Meaning.ANY, Meaning.MODE, Meaning.STAT, Meaning.FORMAT);

    private final Form form;
    private final Program program;
    private final List<Word> words;
    private final List<Use> uses = new ArrayList<>();
    private final List<Word> operands = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int at;
    private boolean onlyOperands;

    private Match(Form form, Program program, List<Word> words) {
        this.form = form;
        this.program = program;
        this.words = words;
    }

    /** What {@code arguments}, those after the program's name, are in {@code form}; empty when they do not fit. */
    static Optional<List<Use>> of(Form form, Program program, List<Word> arguments) {
        if (form.style() == Style.ANYTHING) {
            return Optional.of(
                    arguments.stream().map(word -> new Use(Meaning.ANY, word)).toList());
        }
        var match = new Match(form, program, arguments);
        return match.takeAll() && match.seen.containsAll(form.required()) && match.assign()
                ? Optional.of(match.uses)
                : Optional.empty();
    }

    private boolean takeAll() {
        while (at < words.size()) {
            Word word = words.get(at++);
            if (!(isOperand(word) ? takeOperand(word) : takeOption(word.marked()))) {
                return false;
            }
        }
        return true;
    }

    private boolean isOperand(Word word) {
        String text = word.marked();
        boolean isNamed = form.options().containsKey(text)
                || (form.style() == Style.WORDS
                        && text.indexOf('=') > 0
                        && form.options().containsKey(text.substring(0, text.indexOf('='))));
        return onlyOperands || !(word.isOption() || isNamed);
    }

    private boolean takeOperand(Word word) {
        if (!onlyOperands && word.mayBecomeOption() && !program.isTame()) {
            return false;
        }
        onlyOperands |= (form.endsOptionsEarly() || program.takesOptionsFirst())
                && !(firstOperandIsEnvironment() && word.marked().contains("="));
        operands.add(word);
        return true;
    }

    private boolean firstOperandIsEnvironment() {
        return !form.operands().isEmpty() && form.operands().getFirst().slot() == Meaning.ENV;
    }

    private boolean takeOption(String word) {
        if (word.equals("--")) {
            onlyOperands = true;
            return true;
        }
        Option whole = form.options().get(word);
        if (whole != null) {
            return takeWhole(word, whole);
        }
        if (form.options().containsKey("-#") && word.length() > 1 && new Word(word.substring(1)).isDigits()) {
            return true;
        }
        if (form.style() == Style.WORDS) {
            return takeAttached(word);
        }
        return word.startsWith("--") ? takeAttached(word) : takeBundle(word);
    }

    private boolean takeWhole(String name, Option option) {
        seen.add(name);
        return switch (option.taking()) {
            case NOTHING, ATTACHED_VALUE -> true;
            case VALUE -> takeNext(option.value());
        };
    }

    /** {@code --name=value}. */
    private boolean takeAttached(String word) {
        int equals = word.indexOf('=');
        Option option = equals < 0 ? null : form.options().get(word.substring(0, equals));
        if (option == null && program.isFree()) {
            String value = word.substring(equals + 1);
            return equals < 0 || (!value.equals("-") && takeValue(Meaning.FILE, new Word(value)));
        }
        if (option == null || option.taking() == Form.Taking.NOTHING) {
            return false;
        }
        seen.add(word.substring(0, equals));
        return takeValue(option.value(), new Word(word.substring(equals + 1)));
    }

    /** {@code -abc}, the last of which may take what follows as its value. */
    private boolean takeBundle(String word) {
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            Option option = form.options().get(name);
            if (option == null && program.isFree()) {
                int path = word.indexOf('/');
                return path < 0 || takeValue(Meaning.FILE, new Word(word.substring(path)));
            }
            if (option == null) {
                return false;
            }
            seen.add(name);
            String rest = word.substring(i + 1);
            switch (option.taking()) {
                case NOTHING -> {}
                case ATTACHED_VALUE -> {
                    return rest.isEmpty() || takeValue(option.value(), new Word(rest));
                }
                case VALUE -> {
                    return rest.isEmpty() ? takeNext(option.value()) : takeValue(option.value(), new Word(rest));
                }
            }
        }
        return true;
    }

    private boolean takeNext(Slot slot) {
        if (slot == Meaning.EXEC) {
            return takeCommandUpToEnd();
        }
        if (at >= words.size()) {
            return false;
        }
        Word value = words.get(at++);
        // a value that looks like an option would be one, were this description of the program wrong
        boolean isSuspect =
                value.isOption() && !Character.isDigit(value.marked().charAt(1)) && slot == Meaning.TEXT;
        return !isSuspect && !value.mayBeMany() && takeValue(slot, value);
    }

    private boolean takeCommandUpToEnd() {
        int start = at;
        while (at < words.size()) {
            String word = words.get(at++).marked();
            if (word.equals(";")
                    || (word.equals("+") && words.get(at - 2).marked().equals("{}"))) {
                uses.add(new Use(Meaning.EXEC, words.subList(start, at - 1)));
                return at - 1 > start;
            }
        }
        return false;
    }

    private boolean takeValue(Slot slot, Word value) {
        return switch (slot) {
            case Slot.Literal(var allowed) -> allowed.contains(value.marked());
            case Meaning meaning -> {
                if ((meaning == Meaning.NUM && !looksLikeNumber(value))
                        || (meaning == Meaning.LOCAL && value.marked().indexOf(':') >= 0)) {
                    yield false;
                }
                uses.add(new Use(meaning, value));
                yield !value.mayBeMany() || program.isTame();
            }
        };
    }

    private static boolean looksLikeNumber(Word value) {
        return value.marked()
                .chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || "+-.,:%".indexOf(c) >= 0 || c == Word.SOME);
    }

    private boolean assign() {
        boolean isShifted = false;
        int next = 0;
        for (int i = 0; i < form.operands().size(); i++) {
            Operand operand = form.operands().get(i);
            int available = operands.size() - next - leastAfter(i);
            if (available < operand.least()) {
                return false;
            }
            if (operand.takesRest()) {
                if (next < operands.size()) {
                    uses.add(new Use((Meaning) operand.slot(), operands.subList(next, operands.size())));
                }
                next = operands.size();
                break;
            }
            for (int taken = 0; taken < Math.min(available, operand.most()); taken++) {
                if (operand.slot() == Meaning.ENV && operands.get(next).marked().indexOf('=') <= 0) {
                    break;
                }
                Word word = operands.get(next++);
                isShifted |= word.mayBeMany() && operand.most() == 1;
                if (!fits(operand.slot(), word)) {
                    return false;
                }
            }
        }
        return next == operands.size() && (!isShifted || assignToAll());
    }

    private boolean fits(Slot slot, Word word) {
        return switch (slot) {
            case Slot.Literal(var allowed) -> {
                uses.add(new Use(Meaning.VERB, word));
                yield allowed.contains(word.marked());
            }
            case Meaning meaning -> {
                if (word.marked().startsWith("+") && !MAY_BEGIN_WITH_PLUS.contains(meaning)) {
                    yield false;
                }
                uses.add(new Use(meaning, word));
                yield switch (meaning) {
                    case NUM -> looksLikeNumber(word);
                    case KEY -> PLAIN_NAME.matcher(word.marked()).matches();
                    case LOCAL -> word.marked().indexOf(':') < 0;
                    case VAR -> VARIABLE.matcher(word.marked()).lookingAt();
                    case FORMAT -> word.marked().startsWith("+");
                    default -> true;
                };
            }
        };
    }

    private int leastAfter(int index) {
        int least = 0;
        for (Operand operand :
                form.operands().subList(index + 1, form.operands().size())) {
            least += operand.least();
        }
        return least;
    }

    /** When one word may be several, every operand may stand in any place. */
    private boolean assignToAll() {
        for (Operand operand : form.operands()) {
            if (!(operand.slot() instanceof Meaning meaning)) {
                return false;
            }
            operands.forEach(word -> uses.add(new Use(meaning, word)));
        }
        return true;
    }
}
