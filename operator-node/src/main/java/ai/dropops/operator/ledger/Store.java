package ai.dropops.operator.ledger;

import ai.dropops.protocol.identity.Bytes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.RefUpdate;

/** Git's own files of a ledger. None is waited for when it is written: what they hold is in the {@link Journal}. */
record Store(FileRepository git, String branch) {
    /**
     * Takes away what a killed writer has left: git's locks, which nobody would ever release, and objects half written. Only for who
     * knows that no other writer lives.
     */
    void clearLeftovers() throws IOException {
        Path folder = git.getDirectory().toPath();
        for (String locked : List.of(branch, Constants.HEAD, Constants.CONFIG)) {
            Files.deleteIfExists(folder.resolve(locked + Constants.LOCK_SUFFIX));
        }
        try (DirectoryStream<Path> torn =
                Files.newDirectoryStream(git.getObjectDatabase().getDirectory().toPath(), "noz*.tmp")) {
            for (Path file : torn) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Hands objects to git. */
    void insert(Collection<GitObject> objects) throws IOException {
        insert(git, objects);
    }

    private static void insert(FileRepository git, Collection<GitObject> objects) throws IOException {
        try (ObjectInserter inserter = git.newObjectInserter()) {
            for (GitObject object : objects) {
                inserter.insert(object.type(), object.bytes().array());
            }
            inserter.flush();
        }
    }

    /** Lets the branch, which is at {@code from}, go on to {@code to}. */
    void advance(ObjectId from, ObjectId to) throws IOException {
        RefUpdate update = git.updateRef(branch);
        update.setExpectedOldObjectId(from);
        update.setNewObjectId(to);
        update.disableRefLog();
        RefUpdate.Result result = update.update();
        if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
            throw new IOException("the ledger cannot move on: " + result);
        }
    }

    /**
     * Writes again what a loss of power has taken of {@code commits}, and waits for all of it. The branch goes to the last one where
     * it is at an earlier one, or at nothing.
     */
    void restore(List<List<GitObject>> commits) throws IOException {
        Map<ObjectId, GitObject> damaged = new LinkedHashMap<>();
        for (GitObject object : commits.stream().flatMap(List::stream).toList()) {
            if (!isWhole(object)) {
                Files.deleteIfExists(file(object.id()));
                damaged.put(object.id(), object);
            }
        }
        // what a repository has looked at once it takes to be there
        try (var afresh = new FileRepository(git.getDirectory())) {
            insert(afresh, damaged.values());
        }
        ObjectId last = commits.getLast().getLast().id();
        ObjectId head = git.resolve(branch);
        boolean isBehind = head == null
                || !isCommit(head)
                || commits.stream().anyMatch(commit -> commit.getLast().id().equals(head))
                || commits.getFirst().getLast().isChildOf(head);
        if (isBehind && !last.equals(head)) {
            putBack(last);
        }
        await(commits);
    }

    private void putBack(ObjectId last) throws IOException {
        RefUpdate update = git.updateRef(branch);
        update.setNewObjectId(last);
        update.disableRefLog();
        RefUpdate.Result result = update.forceUpdate();
        if (!Set.of(RefUpdate.Result.NEW, RefUpdate.Result.FAST_FORWARD, RefUpdate.Result.FORCED)
                .contains(result)) {
            throw new IOException("the ledger's branch cannot be put back to where it was: " + result);
        }
    }

    /** Waits until git has {@code commits} and a branch that leads to them on the disk. */
    void await(List<List<GitObject>> commits) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (List<GitObject> commit : commits) {
            for (GitObject object : commit) {
                Path file = file(object.id());
                Disk.await(file);
                folders.add(Objects.requireNonNull(file.getParent()));
            }
        }
        Path head = git.getDirectory().toPath().resolve(branch);
        Disk.await(head);
        folders.add(Objects.requireNonNull(head.getParent()));
        folders.add(git.getObjectDatabase().getDirectory().toPath());
        for (Path folder : folders) {
            Disk.await(folder);
        }
    }

    private Path file(ObjectId id) {
        return git.getObjectDatabase().fileFor(id).toPath();
    }

    private boolean isWhole(GitObject object) {
        try (ObjectReader reader = git.newObjectReader()) {
            byte[] kept = reader.open(object.id(), object.type()).getBytes(Integer.MAX_VALUE);
            return Bytes.wrap(kept).equals(object.bytes());
        } catch (IOException | RuntimeException e) {
            return false; // missing, or cut short by a loss of power
        }
    }

    private boolean isCommit(ObjectId id) {
        try (ObjectReader reader = git.newObjectReader()) {
            return reader.has(id, Constants.OBJ_COMMIT);
        } catch (IOException e) {
            return false;
        }
    }
}
