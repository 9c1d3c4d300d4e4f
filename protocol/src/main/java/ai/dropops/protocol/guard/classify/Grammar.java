package ai.dropops.protocol.guard.classify;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a script of any structure by the bash grammar of tree-sitter. The grammar says where commands stand; each of
 * them is then read by {@link Reader}, so both have to agree. A kind of node that is not named here is a doubt.
 */
final class Grammar {
    private static final Set<String> STRUCTURES = Set.of(
            "program",
            "list",
            "pipeline",
            "negated_command",
            "redirected_statement",
            "subshell",
            "compound_statement",
            "do_group",
            "if_statement",
            "elif_clause",
            "else_clause",
            "while_statement",
            "variable_assignments",
            "command_substitution",
            "process_substitution");

    private static final Set<String> COMMANDS = Set.of(
            "command",
            "declaration_command",
            "unset_command",
            "variable_assignment",
            "file_redirect",
            "herestring_redirect");

    private static final Set<String> TOKENS = Set.of(
            ";",
            ";;",
            "&&",
            "||",
            "|",
            "|&",
            "&",
            "\n",
            "!",
            "(",
            ")",
            "{",
            "}",
            "$(",
            "`",
            "<(",
            ">(",
            "do",
            "done",
            "if",
            "then",
            "elif",
            "else",
            "fi",
            "while",
            "until",
            "case",
            "esac",
            "in",
            "for",
            "function");

    /** A condition in which nothing is calculated and no command stands. */
    private static final Pattern PLAIN_CONDITION = Pattern.compile("\\[\\[\\s(?:(?![$<>]\\()[^`\\[{])*\\s]]");

    private final byte[] text;
    private final Script script;

    private Grammar(byte[] text, Script script) {
        this.text = text;
        this.script = script;
    }

    /** Reads all of {@code source} into {@code script}, doubts included. */
    static void read(String source, Script script) {
        script.isPlain = false;
        byte[] text = source.getBytes(StandardCharsets.UTF_8);
        SyntaxNode.parse(text)
                .ifPresentOrElse(
                        new Grammar(text, script)::node, () -> script.doubt("it is too involved to be judged"));
    }

    private void node(SyntaxNode node) {
        if (node.isBroken()) {
            script.doubt("its syntax is not understood");
            parts(node);
        } else if (COMMANDS.contains(node.kind()) || isRedirectedCommand(node)) {
            command(node);
        } else if (STRUCTURES.contains(node.kind())) {
            parts(node);
        } else {
            switch (node.kind()) {
                case "for_statement" -> loop(node);
                case "case_statement" -> choice(node);
                case "function_definition" -> function(node);
                case "test_command" -> condition(node);
                case "heredoc_redirect" -> document(node);
                case "comment" -> comment(node);
                default -> {
                    if (!TOKENS.contains(node.kind())) {
                        doubt(node);
                    }
                }
            }
        }
    }

    private void doubt(SyntaxNode node) {
        script.doubt("a " + node.kind().replace('_', ' ') + " is not followed");
        parts(node);
    }

    private void parts(SyntaxNode node) {
        demandBlanksBetween(node);
        node.parts().forEach(this::node);
    }

    /** Every byte belongs to a part that is looked at; between them stand only blanks and line ends. */
    private void demandBlanksBetween(SyntaxNode node) {
        int covered = node.start();
        for (SyntaxNode part : node.parts()) {
            demandBlanks(covered, part.start());
            covered = Math.max(covered, part.end());
        }
        if (!node.parts().isEmpty()) {
            demandBlanks(covered, node.end());
        }
    }

    private void demandBlanks(int start, int end) {
        for (int i = start; i < end; i++) {
            boolean goesOn = text[i] == '\\' && i + 1 < end && text[i + 1] == '\n';
            if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n' && !goesOn) {
                script.doubt("part of it is not understood");
            }
        }
    }

    private void command(SyntaxNode node) {
        int doubts = script.doubts.size();
        Reader.read(node.textIn(text), script);
        if (script.doubts.size() > doubts) {
            node.parts().forEach(this::commandsInside);
        }
    }

    /** A command with its redirections is read as one: the grammar takes the number of a descriptor for an argument. */
    private static boolean isRedirectedCommand(SyntaxNode node) {
        List<SyntaxNode> parts = node.parts();
        return node.kind().equals("redirected_statement")
                && parts.getFirst().kind().equals("command")
                && parts.stream().skip(1).allMatch(part -> part.kind().equals("file_redirect"));
    }

    /** Of a command that could not be read as a whole, those that stand in it. */
    private void commandsInside(SyntaxNode node) {
        if (STRUCTURES.contains(node.kind()) || COMMANDS.contains(node.kind())) {
            node(node);
        } else {
            node.parts().forEach(this::commandsInside);
        }
    }

    private void loop(SyntaxNode node) {
        demandBlanksBetween(node);
        String name = node.parts().get(1).textIn(text);
        script.variables.bind(name, String.valueOf(Word.SOME));
        int covered = node.start();
        for (SyntaxNode part : node.parts()) {
            if (part.kind().equals("do_group")) {
                parts(part);
            } else if (!TOKENS.contains(part.kind()) && !part.kind().equals("variable_name")) {
                demandOneLine(covered, part.start());
                Reader.words(part.textIn(text), script).forEach(value -> script.variables.bind(name, value));
            }
            covered = part.end();
        }
    }

    private void demandOneLine(int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] == '\n') {
                script.doubt("a loop's list goes over lines");
            }
        }
    }

    private void choice(SyntaxNode node) {
        demandBlanksBetween(node);
        for (SyntaxNode part : node.parts()) {
            if (part.kind().equals("case_item")) {
                item(part);
            } else if (!TOKENS.contains(part.kind())) {
                Reader.words(part.textIn(text), script);
            }
        }
    }

    private void item(SyntaxNode item) {
        demandBlanksBetween(item);
        boolean inPattern = true;
        for (SyntaxNode part : item.parts()) {
            if (part.kind().equals(")")) {
                inPattern = false;
            } else if (!inPattern) {
                node(part);
            } else if (!TOKENS.contains(part.kind())) {
                Reader.words(part.textIn(text), script);
            }
        }
    }

    /** Nothing tells how often a function calls itself. */
    private void function(SyntaxNode node) {
        demandBlanksBetween(node);
        script.doubt("a function is not followed");
        for (SyntaxNode part : node.parts()) {
            if (part.kind().equals("word")) {
                script.functions.add(part.textIn(text));
            } else {
                node(part);
            }
        }
    }

    private void condition(SyntaxNode node) {
        String written = node.textIn(text);
        if (!written.startsWith("[[")) {
            command(node);
        } else if (PLAIN_CONDITION.matcher(written).matches()
                && !Condition.CALCULATES.matcher(written).find()) {
            script.commands.add(new Command(List.of(), List.of("test"), List.of()));
        } else {
            script.doubt("a condition is not followed");
            node.parts().forEach(this::commandsInside);
        }
    }

    /** What it says is not relied on, since where it ends is told differently by grammar and shell. */
    private void document(SyntaxNode node) {
        script.doubt("a document written out in the script is not followed");
        for (SyntaxNode part : node.parts()) {
            if (part.kind().equals("heredoc_body")) {
                script.documents.add(part.textIn(text));
            }
            commandsInside(part);
        }
    }

    private void comment(SyntaxNode node) {
        boolean opens = node.start() == 0 || " \t\n;&|()".indexOf(text[node.start() - 1]) >= 0;
        if (!opens || text[node.start()] != '#') {
            script.doubt("a comment begins within a word");
        }
    }
}
