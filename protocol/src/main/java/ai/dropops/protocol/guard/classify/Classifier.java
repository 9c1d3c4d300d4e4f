package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Finding.Does;
import ai.dropops.protocol.guard.classify.Finding.Leave;
import ai.dropops.protocol.guard.classify.Finding.Weight;
import ai.dropops.protocol.guard.classify.Slot.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Walks the commands of a script, those inside other commands too, and gathers what they do. */
final class Classifier {
    private static final int DEEPEST = 8;
    private static final int MOST_COMMANDS = 500;
    private static final int MOST_WORDS = 500;
    private static final int MOST_SUSPECTS = 50;
    private static final Pattern SYSTEM_FOLDER = Pattern.compile("(/usr(/local)?)?/s?bin/[^/]+");
    private static final Set<String> HELP = Set.of("--help", "--version");
    private static final Set<String> PRINTING = Set.of("echo", "printf");
    private static final Set<String> GOING = Set.of("cd", "pushd");

    private final Places places;
    private final List<Finding> findings = new ArrayList<>();
    private final List<List<String>> commands = new ArrayList<>();
    private boolean isPlain = true;

    Classifier(Places places) {
        this.places = places;
    }

    List<Finding> findings() {
        return findings;
    }

    List<List<String>> commands() {
        return commands;
    }

    /** Whether all scripts, those in arguments of others too, are plain words. */
    boolean isPlain() {
        return isPlain;
    }

    /** Classifies {@code text}. */
    void script(String text, Map<String, String> environment, int depth) {
        if (depth > DEEPEST) {
            add(Finding.opaque(Weight.MUCH, "scripts within scripts"));
            isPlain = false;
            return;
        }
        script(Script.of(text), text, environment, depth);
    }

    private void script(Script script, String text, Map<String, String> environment, int depth) {
        environment.forEach(script.variables::bind);
        enterFolders(script);
        for (Command command : script.commands) {
            command(command, script, text, depth);
        }
        for (String doubt : script.doubts) {
            add(new Finding(Does.OPAQUE, "cannot be followed:", doubt, Weight.MUCH, Leave.NEVER, ""));
        }
        if (!script.doubts.isEmpty()) {
            unread(text);
            settingId(text);
            Unread.cloud(text).ifPresent(this::cloud);
            suspect(Unread.substitutions(text), Set.of(Does.RAISES, Does.CLOUD), depth);
        }
        isPlain &= script.isPlain;
    }

    private void enterFolders(Script script) {
        for (Command command : script.commands) {
            for (List<Word> words : script.variables.readings(command.words())) {
                if (words.size() > 1 && GOING.contains(words.getFirst().marked())) {
                    places.enter(words.getLast());
                } else if (words.size() == 1 && GOING.contains(words.getFirst().marked())) {
                    places.enter(new Word("~"));
                }
            }
        }
    }

    private void command(Command command, Script script, String text, int depth) {
        for (Command.Assignment assignment : command.assignments()) {
            boolean splitsInput = assignment.name().equals("IFS")
                    && !command.words().isEmpty()
                    && command.words().getFirst().equals("read");
            if (splitsInput) {
                continue;
            }
            if (!command.words().isEmpty()) {
                assign(assignment.name(), assignment.value());
            } else if (Environment.mayMatter(assignment.name())) {
                add(Finding.opaque(Weight.SOMETHING, "setting " + assignment.name()));
            }
        }
        for (Command.Redirection redirection : command.redirections()) {
            if (redirection.operator().equals("<<<") && new Word(redirection.target()).isLiteral()) {
                script.documents.add(redirection.target());
            }
            script.variables.values(redirection.target()).forEach(target -> redirect(redirection.operator(), target));
        }
        if (!command.words().isEmpty()) {
            script.variables.readings(command.words()).forEach(words -> run(words, script, text, depth));
        }
    }

    /** A variable given to a command: most are read by some program in some way that changes what it does. */
    void assign(String name, String value) {
        if (!Environment.isHarmless(name)) {
            add(Finding.opaque(Environment.mayMatter(name) ? Weight.MUCH : Weight.SOMETHING, "setting " + name));
        }
        Unread.raising(value).ifPresent(this::raise);
    }

    private void redirect(String operator, Word target) {
        boolean duplicates = (operator.equals(">&") || operator.equals("<&"))
                && target.marked().matches("[0-9]+-?|-");
        if (operator.equals("<<<") || duplicates || target.marked().equals("/dev/null")) {
            return;
        }
        if (operator.equals("<") || operator.equals("<&")) {
            add(places.reading(target));
        } else {
            add(places.writing(Does.WRITES, "writes", target, Weight.SOMETHING));
        }
    }

    private void run(List<Word> words, Script script, String text, int depth) {
        if (words.isEmpty()) {
            return;
        }
        if (commands.size() >= MOST_COMMANDS) {
            add(Finding.opaque(Weight.MUCH, "more commands than can be judged"));
            return;
        }
        if (words.size() > MOST_WORDS) {
            add(Finding.opaque(Weight.MUCH, "more words than can be judged"));
            run(words.subList(0, MOST_WORDS), script, text, depth);
            return;
        }
        Word first = words.getFirst();
        commands.add(words.stream().map(Word::shown).toList());
        if (!first.isLiteral()) {
            Unread.raisingLike(first).ifPresent(this::raise);
            add(Finding.opaque(Weight.SOMETHING, "running " + first.shown()));
            suspect(words.subList(1, words.size()), Set.of(Does.RAISES), depth);
            return;
        }
        String name = first.marked();
        if (script.functions.contains(name)) {
            if (Programs.KNOWN.named(name).isPresent()) {
                add(Finding.opaque(Weight.SOMETHING, "a function called " + name));
            }
            suspect(words.subList(1, words.size()), Set.of(Does.RAISES), depth);
            return;
        }
        if (Unread.raises(name)) {
            raise(name);
            return;
        }
        boolean isNamedPlainly =
                name.indexOf('/') < 0 || SYSTEM_FOLDER.matcher(name).matches();
        Optional<Program> program = isNamedPlainly ? Programs.KNOWN.named(fileName(name)) : Optional.empty();
        if (program.isEmpty()) {
            Programs.KNOWN.named(fileName(name)).filter(Program::isCloud).ifPresent(this::cloud);
            add(Finding.opaque(Weight.SOMETHING, name + ", which is not known here"));
            suspect(words.subList(1, words.size()), Set.of(Does.RAISES), depth);
        } else {
            use(program.get(), words.subList(1, words.size()), script, text, depth);
        }
    }

    private void use(Program program, List<Word> arguments, Script script, String text, int depth) {
        if (PRINTING.contains(program.name())) {
            // an interpreter further on in the pipe would read it
            arguments.forEach(word -> script.documents.add(word.shown()));
        }
        if (program.isCloud()) {
            cloud(program);
        }
        boolean isQuestion =
                arguments.size() == 1 && HELP.contains(arguments.getFirst().marked());
        if (isQuestion && !program.isInterpreter()) {
            return;
        }
        for (Form form : program.forms()) {
            Optional<List<Use>> uses = Match.of(form, program, arguments);
            if (uses.isPresent() && accepts(program, arguments)) {
                new Deeds(program, form, uses.get(), places).findings().forEach(this::add);
                uses.get().forEach(use -> follow(use, uses.get(), script, text, depth));
                if (program.isInterpreter() && form.does().equals(Optional.of(Does.OPAQUE))) {
                    unread(text);
                    List<String> documents = List.copyOf(script.documents);
                    script.documents.clear();
                    documents.forEach(document -> nested(new Word(document), depth));
                }
                if (form.style() == Form.Style.ANYTHING && (program.isCloud() || program.runsOthers())) {
                    suspect(arguments, Set.of(Does.RAISES, Does.CLOUD), depth);
                }
                return;
            }
        }
        add(Finding.opaque(program.heaviest(), program.name() + ", used in a way that is not known here"));
        settingId(program.name()
                + arguments.stream().map(word -> " " + word.shown()).collect(Collectors.joining()));
        if (program.runsOthers()) {
            suspect(arguments, Set.of(Does.RAISES, Does.CLOUD), depth);
            unreadArguments(arguments);
        }
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void cloud(Program program) {
        add(new Finding(Does.CLOUD, "uses", program.name(), Weight.LITTLE, Leave.LOOK, ""));
    }

    /** {@code test -v} calculates what it is given, which can hold a command. */
    private static boolean accepts(Program program, List<Word> arguments) {
        if (!program.name().equals("test") && !program.name().equals("[")) {
            return true;
        }
        boolean isUnknown = false;
        for (Word word : arguments) {
            boolean mayCalculate = word.marked().equals("-v") || word.marked().equals("-R");
            if (mayCalculate || word.mayBecomeUnknown() || (isUnknown && word.mayBecomeOption())) {
                return false;
            }
            isUnknown = word.mayBecomeOption();
        }
        return true;
    }

    private void follow(Use use, List<Use> all, Script script, String text, int depth) {
        switch (use.meaning()) {
            case CMD -> run(use.words(), script, text, depth);
            case XCMD -> {
                List<Word> placed = replaced(use.words(), "{}", Word.UNKNOWN_WORDS.marked());
                for (Use other : all) {
                    if (other.meaning() == Meaning.REPL
                            && !other.word().marked().isEmpty()) {
                        placed = replaced(placed, other.word().marked(), Word.UNKNOWN_WORDS.marked());
                    }
                }
                run(placed, script, text, depth);
                var words = new ArrayList<>(placed);
                words.add(Word.UNKNOWN_WORDS);
                run(words, script, text, depth);
            }
            case EXEC -> {
                for (Word root : roots(all)) {
                    run(replaced(use.words(), "{}", root.marked() + "/" + Word.GLOB), script, text, depth);
                }
            }
            case SH -> nested(use.word(), depth);
            case SHREST ->
                nested(new Word(use.words().stream().map(Word::marked).collect(Collectors.joining(" "))), depth);
            case CODE -> unread(use.word().shown());
            case ENV -> variable(use.word());
            case VAR -> {
                String name = use.word().marked().split("=", 2)[0];
                if (Environment.mayMatter(name)) {
                    add(Finding.opaque(Weight.SOMETHING, "setting " + name));
                }
            }
            case TEXT,
                    NUM,
                    FILE,
                    STAT,
                    TREE,
                    WRITE,
                    DELETE,
                    NAME,
                    HOST,
                    SED,
                    AWK,
                    MODE,
                    LOCAL,
                    KEY,
                    REPL,
                    FORMAT,
                    VERB,
                    ANY -> {}
        }
    }

    private static List<Word> roots(List<Use> uses) {
        List<Word> roots = uses.stream()
                .filter(use -> use.meaning() == Meaning.STAT)
                .map(Use::word)
                .toList();
        return roots.isEmpty() ? List.of(new Word(".")) : roots;
    }

    private static List<Word> replaced(List<Word> words, String text, String with) {
        return words.stream()
                .map(word -> new Word(word.marked().replace(text, with)))
                .toList();
    }

    private void nested(Word code, int depth) {
        if (!code.isLiteral()) {
            add(Finding.opaque(Weight.MUCH, "running " + code.shown()));
            unread(code.shown());
        }
        script(code.shown(), Map.of(), depth + 1);
    }

    private void variable(Word word) {
        int equals = word.marked().indexOf('=');
        String name = equals < 0 ? word.marked() : word.marked().substring(0, equals);
        assign(name, equals < 0 ? "" : word.shown().substring(equals + 1));
    }

    /** Arguments that may be a command: should it be one that does what is forbidden, it must not run. */
    private void suspect(List<Word> arguments, Set<Does> forbidden, int depth) {
        if (depth >= DEEPEST) {
            return;
        }
        for (int i = 0; i < Math.min(arguments.size(), MOST_SUSPECTS); i++) {
            String text = arguments.get(i).shown();
            var inner = new Classifier(new Places(""));
            if (text.indexOf(' ') > 0) {
                inner.script(Script.perhaps(text), text, Map.of(), depth + 1);
            } else if (arguments.get(i).isLiteral()
                    && Programs.KNOWN.named(fileName(text)).isPresent()) {
                int end = Math.min(arguments.size(), i + MOST_SUSPECTS);
                inner.run(arguments.subList(i, end), new Script(), "", DEEPEST);
            } else if (Unread.raises(text)) {
                inner.raise(text);
            }
            inner.findings.stream()
                    .filter(finding -> forbidden.contains(finding.does()))
                    .forEach(this::add);
        }
    }

    private void unreadArguments(List<Word> arguments) {
        arguments.stream().filter(word -> word.marked().indexOf(' ') >= 0).forEach(word -> unread(word.shown()));
    }

    private void unread(String text) {
        Unread.raising(text).ifPresent(this::raise);
    }

    private void settingId(String text) {
        Unread.settingId(text)
                .ifPresent(mode ->
                        add(new Finding(Does.RAISES, "gives the set-id mode", mode, Weight.MUCH, Leave.NEVER, "")));
    }

    private void raise(String program) {
        add(new Finding(
                Does.RAISES,
                "raises privileges with",
                program.substring(program.lastIndexOf('/') + 1),
                Weight.MUCH,
                Leave.NEVER,
                ""));
    }

    private void add(Finding finding) {
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
