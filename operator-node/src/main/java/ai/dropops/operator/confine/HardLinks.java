package ai.dropops.operator.confine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Files with more than one name, which no rule that goes by paths sees. */
final class HardLinks {
    private HardLinks() {}

    /** Whether {@code path} is a file one name of which is, or lies below, one of {@code places}. */
    static boolean lead(Path path, Set<Path> places) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || names(path) == 1) {
            return false;
        }
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return severalNames(places).containsKey(file.fileKey());
    }

    /** The files in {@code places} that have a name outside of them too. */
    static Set<Path> leaving(Set<Path> places) throws IOException {
        var leaving = new TreeSet<Path>();
        for (Set<Path> names : severalNames(places).values()) {
            Path one = names.iterator().next();
            if (names(one) > names.size()) {
                leaving.add(one);
            }
        }
        return leaving;
    }

    /** The names in {@code places} of every file that has several, by what the kernel knows it by. */
    private static Map<Object, Set<Path>> severalNames(Collection<Path> places) throws IOException {
        var found = new HashMap<Object, Set<Path>>();
        var visitor = new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && names(file) > 1) {
                    found.computeIfAbsent(attributes.fileKey(), _ -> new HashSet<>())
                            .add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // it has gone, or it is closed to the operator under every name
                if (e instanceof NoSuchFileException || e instanceof AccessDeniedException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        };
        for (Path place : places) {
            Files.walkFileTree(place, visitor);
        }
        return found;
    }

    /** None when it has gone. */
    private static int names(Path file) throws IOException {
        try {
            return (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
