package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.audit.Facts;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.SealingKey;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What was approved and what it printed: kept with the execution where this host keeps its records; elsewhere only the output, and
 * only until the control plane has it.
 */
record Records(Statements sql, SealingKey key, boolean here) {
    private static final String ACTION = "INSERT INTO content(execution, action) VALUES (?, ?)";
    private static final String OUTPUT = """
            INSERT INTO content(execution, output) VALUES (?, ?)
            ON CONFLICT(execution) DO UPDATE SET output = excluded.output""";
    private static final String HANDOVER = """
            INSERT INTO handover(execution, output) VALUES (?, ?)
            ON CONFLICT(execution) DO UPDATE SET output = excluded.output""";
    private static final String DUE = """
            SELECT execution, output FROM handover JOIN execution ON key = execution
            WHERE kept = 1 ORDER BY sequence LIMIT 1""";

    /** One part of a record, sealed before the transaction it is stored in. */
    interface Part {
        /** {@code facts} with what they say of it. */
        SortedMap<String, String> in(SortedMap<String, String> facts);

        void store() throws SQLException;
    }

    Part action(byte[] execution, Deed deed) {
        return here
                ? new Kept(execution, Contents.salted(deed.proposal().array()), Contents.action(execution), ACTION)
                : new Nothing();
    }

    Part output(byte[] execution, Account account, Excerpt output) {
        if (here) {
            return new Kept(execution, Contents.salted(output.bytes()), Contents.output(execution), OUTPUT);
        }
        return switch (account.outcome()) {
            case Outcome.Finished _, Outcome.Interrupted _ -> new Leaving(execution, output);
            case Outcome.Refused _, Outcome.StillRunning _, Outcome.Voided _ -> new Nothing();
        };
    }

    /** The oldest output the control plane is to have, whose receipt it has. */
    Optional<Leaver> due() throws SQLException {
        return sql.first(DUE, row -> {
            byte[] execution = row.getBytes(1);
            return new Leaver(
                    new ExecutionId(HexFormat.of().formatHex(execution)),
                    Excerpt.parse(key.open(place(execution), row.getBytes(2))
                            .orElseThrow(() -> new VaultFailure("what waits for the control plane was changed"))));
        });
    }

    int left(byte[] execution) throws SQLException {
        return sql.update("DELETE FROM handover WHERE execution = ?", (Object) execution);
    }

    void forget(byte[] execution) throws SQLException {
        sql.update("DELETE FROM content WHERE execution = ?", (Object) execution);
        left(execution);
    }

    /** Whether nothing but the receipt is to stay here of {@code execution}, which has ended. */
    boolean isElsewhere(byte[] execution) throws SQLException {
        return sql.first("""
                        SELECT 1 FROM execution WHERE key = ? AND receipt IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM content WHERE execution = key AND output IS NOT NULL)
                        """, _ -> true, (Object) execution).isPresent();
    }

    private static String place(byte[] execution) {
        return "handover/" + HexFormat.of().formatHex(execution);
    }

    private final class Kept implements Part {
        private final byte[] execution;
        private final Digest digest;
        private final byte[] sealed;
        private final String insert;

        Kept(byte[] execution, byte[] content, String place, String insert) {
            this.execution = execution;
            this.digest = Digest.of(content);
            this.sealed = key.seal(place, content);
            this.insert = insert;
        }

        @Override
        public SortedMap<String, String> in(SortedMap<String, String> facts) {
            return Facts.keeping(facts, digest);
        }

        @Override
        public void store() throws SQLException {
            sql.update(insert, execution, sealed);
        }
    }

    private final class Leaving implements Part {
        private final byte[] execution;
        private final byte[] sealed;

        Leaving(byte[] execution, Excerpt output) {
            this.execution = execution;
            this.sealed = key.seal(place(execution), output.bytes());
        }

        @Override
        public SortedMap<String, String> in(SortedMap<String, String> facts) {
            return facts;
        }

        @Override
        public void store() throws SQLException {
            sql.update(HANDOVER, execution, sealed);
        }
    }

    private static final class Nothing implements Part {
        @Override
        public SortedMap<String, String> in(SortedMap<String, String> facts) {
            return facts;
        }

        @Override
        public void store() {
            // nothing to store
        }
    }
}
