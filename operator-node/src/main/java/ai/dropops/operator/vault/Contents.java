package ai.dropops.operator.vault;

import ai.dropops.protocol.audit.Entry;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.audit.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.SealingKey;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The actions and outputs that are kept, against the digests their entries hold. */
record Contents(Statements sql, History history, SealingKey key) {
    private static final int SALT = 32;
    private static final String ROWS = """
            SELECT number, at, kind, facts, hash, tag, entry.execution, content.execution AS key, action, output
            FROM entry LEFT JOIN content ON content.execution = entry.execution
            WHERE kind IN ('BEGUN', 'TOLD') ORDER BY number""";
    private static final String FORGOTTEN = "SELECT 1 FROM entry WHERE kind = 'FORGOTTEN' AND execution = ?";

    /** Behind a secret salt, so that a digest of it tells nobody what it is. */
    static byte[] salted(byte[] content) {
        var salted = new ByteArrayOutputStream(SALT + content.length);
        salted.writeBytes(SealingKey.random(SALT));
        salted.writeBytes(content);
        return salted.toByteArray();
    }

    static String action(byte[] execution) {
        return "action/" + HexFormat.of().formatHex(execution);
    }

    static String output(byte[] execution) {
        return "output/" + HexFormat.of().formatHex(execution);
    }

    Optional<String> firstChanged() throws SQLException {
        List<String> health = sql.all("PRAGMA integrity_check(1)", row -> row.getString(1));
        if (!health.equals(List.of("ok"))) {
            return Optional.of("the database is damaged: " + String.join("; ", health));
        }
        var changed = new String[1];
        sql.each(ROWS, row -> {
            HistoryLine.Told line = history.line(row, Entry.NONE);
            String digest = line.entry().facts().get("content");
            if (changed[0] == null && digest != null) {
                byte[] execution = row.getBytes("execution");
                boolean begun = line.entry().kind() == Kind.BEGUN;
                byte[] sealed = row.getBytes(begun ? "action" : "output");
                if (row.getBytes("key") == null
                        ? !isForgotten(execution)
                        : !isWhole(execution, begun, sealed, digest)) {
                    changed[0] = "entry %d: the %s it tells of was changed or is missing"
                            .formatted(line.entry().number(), begun ? "action" : "output");
                }
            }
        });
        return Optional.ofNullable(changed[0]);
    }

    private boolean isForgotten(byte[] execution) throws SQLException {
        return sql.first(FORGOTTEN, _ -> true, (Object) execution).isPresent();
    }

    private boolean isWhole(byte[] execution, boolean begun, byte @Nullable [] sealed, String digest) {
        return sealed != null
                && key.open(begun ? action(execution) : output(execution), sealed)
                        .filter(content -> Digest.of(content).equals(Digest.parse(digest)))
                        .isPresent();
    }
}
