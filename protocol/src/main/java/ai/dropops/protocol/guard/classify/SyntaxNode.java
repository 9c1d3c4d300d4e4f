package ai.dropops.protocol.guard.classify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterBash;

/**
 * A node of a script's syntax tree, copied out of native memory.
 *
 * @param start where its text begins, in bytes
 * @param isBroken whether the grammar could not make sense of it, or had to make it up
 */
record SyntaxNode(String kind, int start, int end, boolean isBroken, List<SyntaxNode> parts) {
    private static final int MOST_NODES = 20_000;
    private static final int MOST_STEPS = 500;
    private static final int DEEPEST = 100;
    private static final TSLanguage BASH = new TreeSitterBash();
    private static final String[] KINDS =
            IntStream.range(0, BASH.symbolCount()).mapToObj(BASH::symbolName).toArray(String[]::new);

    /** The tree of {@code script}; empty when it is too large or too deep, or parsing it takes too many steps. */
    static Optional<SyntaxNode> parse(byte[] script) {
        // a parser of its own for every call: one is made in microseconds, and it must not be shared
        try (var parser = new TSParser()) {
            parser.setLanguage(BASH);
            var steps = new int[1];
            try (TSTree tree = parser.parseWithOptions(
                    new byte[Math.max(1, script.length)],
                    null,
                    (buffer, offset, _) -> {
                        int count = Math.max(0, Math.min(buffer.length, script.length - offset));
                        System.arraycopy(script, Math.min(offset, script.length), buffer, 0, count);
                        return count;
                    },
                    TSInputEncoding.TSInputEncodingUTF8,
                    _ -> ++steps[0] > MOST_STEPS)) {
                if (tree == null) {
                    return Optional.empty();
                }
                try (var cursor = new TSTreeCursor(tree.getRootNode())) {
                    var budget = new int[] {MOST_NODES};
                    SyntaxNode root = copy(cursor, budget, 0, tree.getRootNode().hasError());
                    return budget[0] <= 0 ? Optional.empty() : Optional.of(root);
                }
            }
        }
    }

    /** Every question to a node costs a microsecond, so none is put whose answer is known: a tree without errors has none. */
    private static SyntaxNode copy(TSTreeCursor cursor, int[] budget, int depth, boolean mayBeBroken) {
        TSNode node = cursor.currentNode();
        var parts = new ArrayList<SyntaxNode>();
        budget[0] = depth > DEEPEST ? 0 : budget[0] - 1;
        if (budget[0] > 0 && cursor.gotoFirstChild()) {
            do {
                parts.add(copy(cursor, budget, depth + 1, mayBeBroken));
            } while (cursor.gotoNextSibling());
            cursor.gotoParent();
        }
        boolean isBroken = mayBeBroken && (node.isError() || node.isMissing());
        int symbol = node.getSymbol();
        // the symbol of an ERROR stands outside the language's table
        String kind = symbol >= 0 && symbol < KINDS.length ? KINDS[symbol] : node.getType();
        return new SyntaxNode(kind, node.getStartByte(), node.getEndByte(), isBroken, parts);
    }

    String textIn(byte[] script) {
        return new String(script, start, end - start, StandardCharsets.UTF_8);
    }
}
