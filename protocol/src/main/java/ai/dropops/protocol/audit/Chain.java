package ai.dropops.protocol.audit;

import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.VaultId;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Where a history has come to and the key its next entry will be authenticated by.
 *
 * @param head the last entry; number 0 and {@link Entry#NONE} before the first
 */
public record Chain(ChainHead head, ChainKey key) {
    /** An entry with its tag, and the chain after it. */
    public record Grown(Entry entry, Bytes tag, Chain after) {}

    public static Chain begin(VaultId vault, ChainKey start) {
        return new Chain(new ChainHead(vault, 0, Entry.NONE), start);
    }

    public Grown append(Instant at, Kind kind, SortedMap<String, String> facts) {
        var entry = new Entry(head.number() + 1, head.hash(), at, kind, facts);
        var grown = new ChainHead(head.vault(), entry.number(), entry.hash(head.vault()));
        return new Grown(entry, key.tag(grown.hash()), new Chain(grown, key.next()));
    }
}
