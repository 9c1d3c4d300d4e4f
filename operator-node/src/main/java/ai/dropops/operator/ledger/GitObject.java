package ai.dropops.operator.ledger;

import ai.dropops.protocol.identity.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Something git keeps under the hash of its type and bytes.
 *
 * @param type as git numbers them: 1 a commit, 2 a tree, 3 a file
 */
record GitObject(int type, Bytes bytes) {
    ObjectId id() {
        try (var hasher = new ObjectInserter.Formatter()) {
            return hasher.idFor(type, bytes.array());
        }
    }

    /** Whether it is a commit made right after {@code parent}. */
    boolean isChildOf(ObjectId parent) {
        if (type != Constants.OBJ_COMMIT) {
            return false;
        }
        RevCommit commit = RevCommit.parse(bytes.array());
        return commit.getParentCount() == 1 && commit.getParent(0).equals(parent);
    }

    /** Gathers what it is given in the place of keeping it. */
    static final class Gathering extends ObjectInserter.Formatter {
        private final List<GitObject> gathered = new ArrayList<>();

        @Override
        public ObjectId insert(int type, long length, InputStream in) throws IOException {
            byte[] bytes = in.readNBytes(Math.toIntExact(length));
            gathered.add(new GitObject(type, Bytes.wrap(bytes)));
            return idFor(type, bytes);
        }

        List<GitObject> gathered() {
            return List.copyOf(gathered);
        }
    }
}
