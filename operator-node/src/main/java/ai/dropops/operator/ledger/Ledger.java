package ai.dropops.operator.ledger;

import ai.dropops.protocol.identity.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bare git repository with every file as it was before and after each change, under its path on the host. What a
 * commit costs does not grow with their number. One thread at a time.
 */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final String BRANCH = "refs/heads/main";
    /** What the message of a commit begins with that was made ahead of a change. */
    private static final String AHEAD = "before ";

    private static final int MOST_ENTRIES = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Clock clock;
    private final Journal journal;
    private @Nullable Store opened;
    private CompletableFuture<Void> settling = CompletableFuture.completedFuture(null);

    private Ledger(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.journal = Journal.in(folder);
    }

    /** The ledger in {@code folder}, which is read or made when it is first needed. */
    public static Ledger in(Path folder, Clock clock) {
        return new Ledger(folder, clock);
    }

    private FileRepository repository() throws IOException {
        return store().git();
    }

    private Store store() throws IOException {
        Store store = opened;
        if (store == null) {
            SystemReader.setInstance(new QuietGit());
            store = new Store(new FileRepository(folder.toFile()), BRANCH);
            if (store.git().getObjectDatabase().exists()) {
                prepare(store);
            } else {
                create(store.git());
            }
            opened = store;
        }
        return store;
    }

    private void create(FileRepository repository) throws IOException {
        repository.create(true);
        var config = repository.getConfig();
        config.setBoolean("core", null, "logAllRefUpdates", false);
        config.setInt("gc", null, "auto", 0);
        config.save();
        repository.updateRef(Constants.HEAD).link(BRANCH);
        Disk.awaitAll(folder);
    }

    private void prepare(Store store) throws IOException {
        store.clearLeftovers();
        var config = store.git().getConfig();
        if (config.getBoolean("core", "fsyncObjectFiles", false)) {
            // as ledgers were made that had no journal
            config.unset("core", null, "fsyncObjectFiles");
            config.unset("core", null, "fsyncRefFiles");
            config.save();
        }
        if (!BRANCH.equals(store.git().getFullBranch())) {
            store.git().updateRef(Constants.HEAD).link(BRANCH);
        }
        List<List<GitObject>> commits = journal.read();
        if (!commits.isEmpty()) {
            store.restore(commits);
        }
        journal.clear();
    }

    /**
     * Commits what is at {@code path}, which is absolute, and answers the commit's name. The name is told to whoever asked, and
     * is a hash of everything in the commit: with something random in it, no short secret is found from it by trying.
     */
    public synchronized String record(String path, Content content, String message) throws IOException {
        Store store = store();
        try (ObjectReader reader = store.git().newObjectReader();
                var objects = new GitObject.Gathering();
                var walk = new RevWalk(reader)) {
            Optional<RevCommit> head = head(walk);
            var trees = new Trees(reader, objects);
            var commit = new CommitBuilder();
            commit.setTreeId(trees.with(
                    head.map(RevCommit::getTree).map(ObjectId::copy).orElse(ObjectId.zeroId()), names(path), content));
            head.ifPresent(commit::setParentId);
            var author = new PersonIdent("DropOps operator", "operator@dropops", clock.instant(), ZoneOffset.UTC);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage(message.stripTrailing() + "\n\nSalt: " + salt() + "\n");
            ObjectId id = objects.insert(commit);
            journal.append(objects.gathered());
            store.insert(objects.gathered());
            store.advance(head.map(RevCommit::copy).orElse(ObjectId.zeroId()), id);
            if (journal.isFull()) {
                journal.turnOver();
                settle(store);
            }
            return id.name();
        }
    }

    /** What {@code path} held in the commit {@code version}; empty when there is no such commit. */
    public synchronized Optional<Content> at(String version, String path) throws IOException {
        ObjectId id = ObjectId.fromString(version);
        try (ObjectReader reader = repository().newObjectReader();
                var walk = new RevWalk(reader)) {
            if (!reader.has(id, Constants.OBJ_COMMIT)) {
                return Optional.empty();
            }
            return Optional.of(content(reader, walk.parseCommit(id), path));
        }
    }

    /** The commits that changed what is at {@code path}, the latest first, at most 1,000. */
    public synchronized List<Entry> history(String path) throws IOException {
        var entries = new ArrayList<Entry>();
        try (ObjectReader reader = repository().newObjectReader();
                var walk = new RevWalk(reader)) {
            Optional<RevCommit> head = head(walk);
            if (head.isEmpty()) {
                return entries;
            }
            walk.markStart(head.get());
            walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(relative(path)), TreeFilter.ANY_DIFF));
            for (RevCommit commit : walk) {
                entries.add(new Entry(
                        commit.name(),
                        commit.getCommitterIdent().getWhenAsInstant(),
                        size(reader, commit, path),
                        commit.getShortMessage()));
                if (entries.size() == MOST_ENTRIES) {
                    break;
                }
            }
        }
        return entries;
    }

    /**
     * What a proposal's execution found at a path, and what it left.
     *
     * @param version the commit that holds what it found
     */
    public record Around(String version, Content before, Content after) {}

    /**
     * What {@code path} held before and after the changes of {@code proposal}; empty where no commits name all three. The content
     * before is that of its last commit that was made ahead of a change.
     */
    public synchronized Optional<Around> around(String proposal, String path) throws IOException {
        try (ObjectReader reader = repository().newObjectReader();
                var walk = new RevWalk(reader)) {
            Optional<RevCommit> head = head(walk);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            walk.markStart(head.get());
            Optional<RevCommit> newest = Optional.empty();
            for (RevCommit commit : walk) {
                if (!commit.getFullMessage().contains("\nProposal: " + proposal + "\n")
                        || !commit.getShortMessage().endsWith(" " + path)) {
                    continue;
                }
                if (!commit.getShortMessage().startsWith(AHEAD)) {
                    newest = newest.or(() -> Optional.of(commit));
                } else if (newest.isPresent()) {
                    return Optional.of(new Around(
                            commit.name(), content(reader, commit, path), content(reader, newest.get(), path)));
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        settling.join();
        if (opened != null) {
            opened.git().close();
            opened = null;
        }
        journal.close();
    }

    private static String salt() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Sees to it, beside whatever is done meanwhile, that git has on the disk what the journal was full of. */
    private void settle(Store store) {
        settling = CompletableFuture.runAsync(
                () -> {
                    try {
                        store.await(journal.readFull());
                        journal.settled();
                    } catch (IOException e) {
                        LOG.warn("the ledger's journal is kept until the next start: {}", e.getMessage());
                    }
                },
                task -> Thread.ofPlatform().daemon().name("ledger").start(task));
    }

    private Optional<RevCommit> head(RevWalk walk) throws IOException {
        ObjectId head = repository().resolve(BRANCH);
        return head == null ? Optional.empty() : Optional.of(walk.parseCommit(head));
    }

    private static Content content(ObjectReader reader, RevCommit commit, String path) throws IOException {
        try (TreeWalk found = TreeWalk.forPath(reader, relative(path), commit.getTree())) {
            if (found == null || !isFile(found)) {
                return new Content.Absent();
            }
            byte[] bytes = reader.open(found.getObjectId(0), Constants.OBJ_BLOB).getBytes(Integer.MAX_VALUE);
            return new Content.Present(Bytes.wrap(bytes), found.getFileMode(0).equals(FileMode.EXECUTABLE_FILE));
        }
    }

    private static long size(ObjectReader reader, RevCommit commit, String path) throws IOException {
        try (TreeWalk found = TreeWalk.forPath(reader, relative(path), commit.getTree())) {
            return found == null || !isFile(found)
                    ? -1
                    : reader.getObjectSize(found.getObjectId(0), Constants.OBJ_BLOB);
        }
    }

    private static boolean isFile(TreeWalk found) {
        return found.getFileMode(0).equals(FileMode.REGULAR_FILE)
                || found.getFileMode(0).equals(FileMode.EXECUTABLE_FILE);
    }

    private static List<String> names(String path) {
        return List.of(relative(path).split("/", -1));
    }

    private static String relative(String path) {
        return path.substring(1);
    }
}
