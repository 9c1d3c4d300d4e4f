package ai.dropops.operator.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** New trees made of old ones: only the folders on the way to a file are written again. */
record Trees(ObjectReader reader, ObjectInserter inserter) {
    private record Child(String name, FileMode mode, ObjectId id) {}

    /** The tree {@code old}, or none where that is zero, with {@code content} at {@code names}. */
    ObjectId with(ObjectId old, List<String> names, Content content) throws IOException {
        Optional<Child> root = changed(old, names, content);
        return root.isPresent() ? root.get().id() : inserter.insert(new TreeFormatter());
    }

    /** Empty where nothing is left in it. */
    private Optional<Child> changed(ObjectId old, List<String> names, Content content) throws IOException {
        List<Child> children = children(old);
        String name = names.getFirst();
        Optional<Child> before =
                children.stream().filter(child -> child.name().equals(name)).findFirst();
        before.ifPresent(children::remove);
        if (names.size() > 1) {
            ObjectId below = before.filter(child -> child.mode().equals(FileMode.TREE))
                    .map(Child::id)
                    .orElse(ObjectId.zeroId());
            changed(below, names.subList(1, names.size()), content)
                    .ifPresent(folder -> children.add(new Child(name, FileMode.TREE, folder.id())));
        } else if (content instanceof Content.Present(var bytes, boolean executable)) {
            children.add(new Child(
                    name,
                    executable ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE,
                    inserter.insert(Constants.OBJ_BLOB, bytes.array())));
        }
        return children.isEmpty() ? Optional.empty() : Optional.of(folder(name, children));
    }

    private Child folder(String name, List<Child> children) throws IOException {
        children.sort((a, b) -> order(a).compareTo(order(b)));
        var tree = new TreeFormatter();
        children.forEach(child -> tree.append(child.name(), child.mode(), child.id()));
        return new Child(name, FileMode.TREE, inserter.insert(tree));
    }

    /** Git sorts by the bytes of names, folders as if they ended with a slash. */
    private static String order(Child child) {
        String name = child.mode().equals(FileMode.TREE) ? child.name() + "/" : child.name();
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private List<Child> children(ObjectId tree) throws IOException {
        var children = new ArrayList<Child>();
        if (!tree.equals(ObjectId.zeroId())) {
            var parser = new CanonicalTreeParser(null, reader, tree);
            for (; !parser.eof(); parser.next(1)) {
                children.add(
                        new Child(parser.getEntryPathString(), parser.getEntryFileMode(), parser.getEntryObjectId()));
            }
        }
        return children;
    }
}
