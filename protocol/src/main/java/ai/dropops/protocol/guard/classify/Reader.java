package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Command.Assignment;
import ai.dropops.protocol.guard.classify.Command.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a script the way bash does, as far as it is made of simple commands, pipes, lists, groups, plain loops and
 * conditions. Words that open a block are passed over: what matters is every command, not which of them run. Anything
 * else ends the reading with a doubt, and {@link Grammar} takes over.
 */
final class Reader {
    private static final Set<String> NOT_READ_HERE = Set.of("esac", "select", "function", "in");
    private static final Set<String> DECLARING = Set.of("export", "declare", "typeset", "local", "readonly");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\+?=.*", Pattern.DOTALL);
    private static final Pattern ELEMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\[.*", Pattern.DOTALL);

    private final Source source;
    private final Script script;
    private final WordReader words;
    private final int depth;
    private final Blocks blocks = new Blocks();
    private final Documents documents;

    Reader(Source source, Script script, int depth) {
        this.source = source;
        this.script = script;
        this.depth = depth;
        documents = new Documents(source, script);
        words = new WordReader(source, script, this::nested);
    }

    /** Reads all of {@code text} into {@code script}, doubts included. */
    static void read(String text, Script script) {
        readNested(text, script, 0);
    }

    /** The words {@code text} stands for, when it is nothing but words. */
    static List<String> words(String text, Script script) {
        var reader = new Reader(new Source(text, script), script, 0);
        var found = new ArrayList<String>();
        reader.source.skipBlanks();
        while (!reader.source.ended()) {
            int before = reader.source.at();
            found.addAll(Braces.expand(reader.words.word()));
            if (reader.source.at() == before) {
                reader.source.giveUp("a list of words holds an operator");
            }
            reader.source.skipBlanks();
        }
        return found;
    }

    private static void readNested(String text, Script script, int depth) {
        var source = new Source(text, script);
        var reader = new Reader(source, script, depth);
        source.demandDepth(depth);
        reader.list(Source.END);
    }

    /** Reads the commands of a substitution into the same script. */
    private void nested(WordReader.Nested nested) {
        script.isPlain = false;
        switch (nested) {
            case WordReader.Quoted(var text) -> {
                demandNoDocumentIn(text);
                readNested(text, script, depth + 1);
            }
            case WordReader.Parenthesis _ -> {
                int start = source.at();
                source.demandDepth(depth);
                new Reader(source, script, depth + 1).list(')');
                demandNoDocumentIn(source.since(start));
            }
        }
    }

    /** A document announced before a block of several lines begins in the middle of it. */
    private void demandNoDocumentIn(String block) {
        if (!documents.areRead() && block.indexOf('\n') >= 0) {
            source.giveUp("a document begins inside a block");
        }
    }

    /** Reads the commands of one item of a choice, up to its {@code ;;}, which is passed, or to {@code esac}. */
    static void item(Source source, Script script, int depth) {
        source.demandDepth(depth);
        new Reader(source, script, depth).list(Source.ITEM);
    }

    private void list(char close) {
        while (!source.ended()) {
            source.skipBlanks();
            char c = source.peek();
            if (close == Source.ITEM && itemEnds()) {
                demand(blocks.isComplete() && documents.areRead());
                return;
            }
            if (c == close && c != Source.END) {
                demand(blocks.isComplete() && documents.areRead());
                source.skip(1);
                return;
            }
            switch (c) {
                case Source.END -> {}
                case '#' -> source.skipComment();
                case ')' -> source.giveUp("a parenthesis closes that was not opened");
                case '(' -> subshell();
                case '\n', ';', '|' -> operator();
                case '&' -> {
                    if (source.peek(1) == '>') {
                        command();
                    } else {
                        operator();
                    }
                }
                default -> command();
            }
        }
        if (close != Source.END) {
            source.giveUp("a parenthesis is not closed");
        }
        demand(blocks.isComplete() && documents.areRead());
    }

    /** Whether an item of a choice ends here; its {@code ;;} is passed, {@code esac} is not. */
    private boolean itemEnds() {
        if (source.peek() == ';' && source.peek(1) == ';' && source.peek(2) != '&') {
            source.skip(2);
            return true;
        }
        return source.atWord("esac");
    }

    private void operator() {
        if (source.peek() == ';' && (source.peek(1) == ';' || source.peek(1) == '&')) {
            demand(false);
            return;
        }
        char first = source.next();
        if (first == '\n') {
            demand(blocks.end(true));
            documents.read();
            return;
        }
        script.isPlain = false;
        boolean isDouble = source.peek() == first;
        if (first == '|' || isDouble) {
            source.skip(isDouble || source.peek() == '&' ? 1 : 0);
            demand(blocks.join());
        } else {
            demand(blocks.end(false));
        }
    }

    private void demand(boolean fits) {
        if (!fits) {
            script.isRefused = true;
            source.giveUp("its syntax is not understood");
        }
    }

    private void subshell() {
        script.isPlain = false;
        if (source.peek(1) == '(') {
            source.giveUp("it calculates");
        } else {
            source.skip(1);
            nested(new WordReader.Parenthesis());
            blocks.command();
        }
    }

    private void command() {
        var assignments = new ArrayList<Assignment>();
        var found = new ArrayList<String>();
        var redirections = new ArrayList<Redirection>();
        boolean mayOpen = true;
        while (!atCommandEnd()) {
            if (source.atRedirection()) {
                redirections.add(redirection());
                mayOpen = false;
                continue;
            }
            if (source.peek() == '(') {
                if (mayOpen && found.isEmpty() && assignments.isEmpty()) {
                    subshell();
                    continue;
                }
                source.giveUp("a function or an array is written out");
                break;
            }
            int start = source.at();
            String word = words.word();
            String written = source.since(start);
            if (mayOpen && found.isEmpty() && assignments.isEmpty() && opens(written)) {
                continue;
            }
            demand(!mayOpen || !blocks.isAfterBlock());
            mayOpen = false;
            if (found.isEmpty() && ELEMENT.matcher(written).matches() && written.contains("=")) {
                source.giveUp("it assigns to an array");
            } else if (found.isEmpty() && ASSIGNMENT.matcher(written).matches()) {
                assignments.add(assignment(word));
            } else {
                found.addAll(Braces.expand(word));
            }
        }
        if (!found.isEmpty() || !assignments.isEmpty() || !redirections.isEmpty()) {
            blocks.command();
        }
        keep(new Command(assignments, found, redirections));
    }

    private boolean atCommandEnd() {
        source.skipBlanks();
        char c = source.peek();
        if (c == '#') {
            source.skipComment();
            return true;
        }
        return c == Source.END || c == '\n' || c == ';' || c == '|' || c == ')' || (c == '&' && source.peek(1) != '>');
    }

    /** Whether {@code written} only opens or closes a block, after which another command may begin. */
    private boolean opens(String written) {
        if (Blocks.isWord(written)) {
            script.isPlain = false;
            demand(blocks.pass(written));
            if (written.equals("for")) {
                loop();
                blocks.command();
            }
            return true;
        }
        if (written.equals("case") || written.equals("[[")) {
            script.isPlain = false;
            demand(!blocks.isAfterBlock());
            if (written.equals("case")) {
                int start = source.at();
                new Choice(source, script, words, depth).read();
                demandNoDocumentIn(source.since(start));
            } else {
                Condition.read(source);
                keep(new Command(List.of(), List.of("test"), List.of()));
            }
            blocks.command();
            return true;
        }
        if (written.equals("!") || written.equals("time") || written.equals("coproc")) {
            script.isPlain = false;
            if (written.equals("time")) {
                source.skipOption("-p");
            }
            return true;
        }
        if (NOT_READ_HERE.contains(written)) {
            source.giveUp("'" + written + "' is not followed");
        }
        return false;
    }

    private void loop() {
        source.skipBlanks();
        int start = source.at();
        words.word();
        String name = source.since(start);
        if (!NAME.matcher(name).matches()) {
            source.giveUp("a loop has no variable");
            return;
        }
        source.skipBlanks();
        if (source.peek() == ';' || source.peek() == '\n') {
            script.variables.bind(name, String.valueOf(Word.MANY));
            return;
        }
        start = source.at();
        words.word();
        if (!source.since(start).equals("in")) {
            source.giveUp("a loop has no list");
        }
        while (!atCommandEnd() && !source.ended()) {
            if (source.peek() == '(' || source.atRedirection() || source.peek() == '&') {
                source.giveUp("a loop's list holds an operator");
            }
            for (String value : Braces.expand(words.word())) {
                script.variables.bind(name, value);
            }
        }
    }

    private Assignment assignment(String word) {
        int equals = word.indexOf('=');
        boolean appends = word.charAt(equals - 1) == '+';
        String name = word.substring(0, appends ? equals - 1 : equals);
        String value = Braces.unmarked(word.substring(equals + 1));
        if (source.peek() == '(') {
            source.giveUp("it assigns an array");
        }
        script.isPlain = false;
        script.variables.bind(name, appends ? String.valueOf(Word.SOME) : value);
        return new Assignment(name, value);
    }

    private Redirection redirection() {
        script.isPlain = false;
        String operator = source.redirectionOperator();
        source.skipBlanks();
        int start = source.at();
        String target = words.word();
        if (operator.equals("<<") || operator.equals("<<-")) {
            String written = source.since(start);
            documents.announce(
                    Braces.unmarked(target), !written.equals(Braces.unmarked(target)), operator.equals("<<-"));
            return new Redirection("<<<", "");
        }
        if (target.isEmpty()) {
            source.giveUp("a redirection has no target");
        }
        List<String> expanded = Braces.expand(target);
        return new Redirection(operator, expanded.size() == 1 ? expanded.getFirst() : String.valueOf(Word.MANY));
    }

    private void keep(Command command) {
        if (!command.words().isEmpty()) {
            String program = command.words().getFirst();
            for (String argument : command.words()) {
                if (program.equals("read") && NAME.matcher(argument).matches()) {
                    script.variables.bind(argument, String.valueOf(Word.SOME));
                } else if (DECLARING.contains(program)
                        && ASSIGNMENT.matcher(argument).matches()) {
                    int equals = argument.indexOf('=');
                    script.variables.bind(argument.substring(0, equals), argument.substring(equals + 1));
                }
            }
        }
        boolean isEmpty = command.words().isEmpty()
                && command.assignments().isEmpty()
                && command.redirections().isEmpty();
        if (!isEmpty) {
            script.isPlain &= script.commands.isEmpty();
            script.commands.add(command);
        }
    }
}
