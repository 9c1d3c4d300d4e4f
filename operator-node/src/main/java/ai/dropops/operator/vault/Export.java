package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.audit.Entry;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.sql.SQLException;
import java.util.function.Consumer;

/** The history as lines: every entry, and after it the receipt it tells of and the checkpoint that names it. */
record Export(Statements sql, History history, Statements.Row<Receipt.Signed> receipts) {
    private static final String ROWS = """
            SELECT number, at, kind, facts, hash, tag, execution.key, receipt, execution.signature,
                checkpoint, checkpoint.signature AS countersignature
            FROM entry LEFT JOIN execution ON kind = 'TOLD' AND execution.key = entry.execution
            LEFT JOIN checkpoint USING (number) ORDER BY number""";
    private static final String AFTER = "SELECT checkpoint, signature FROM checkpoint WHERE number > ? ORDER BY number";

    void to(Consumer<String> reader) throws SQLException {
        reader.accept(new HistoryLine.Opening(history.vault()).json());
        var count = new long[1];
        var previous = new Digest[] {Entry.NONE};
        sql.each(ROWS, row -> {
            HistoryLine.Told line = history.line(row, previous[0]);
            previous[0] = line.hash();
            count[0]++;
            reader.accept(line.json());
            if (row.getBytes("receipt") != null) {
                Receipt.Signed receipt = receipts.from(row);
                // an entry before it tells that the execution was running
                if (receipt.content().head().number() == line.entry().number()) {
                    reader.accept(new HistoryLine.Signed(receipt).json());
                }
            }
            if (row.getBytes("checkpoint") != null) {
                reader.accept(witnessed(row.getBytes("checkpoint"), row.getBytes("countersignature")));
            }
        });
        long end = count[0];
        sql.each(AFTER, row -> reader.accept(witnessed(row.getBytes(1), row.getBytes(2))), end);
        reader.accept(new HistoryLine.Ending(end).json());
    }

    private static String witnessed(byte[] checkpoint, byte[] signature) {
        return new HistoryLine.Witnessed(new Checkpoint.Signed(Bytes.wrap(checkpoint), Bytes.wrap(signature))).json();
    }
}
