package ai.dropops.protocol.audit;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a control plane keeps about an operator's history, as it hands it to an auditor.
 *
 * @param permitKeys those its checkpoints may be signed by
 * @param checkpoints everything it has counter-signed for the operator
 * @param starts the key of the first entry of each vault it was told of
 */
public record Witness(List<VerifyingKey> permitKeys, List<Checkpoint.Signed> checkpoints, Map<VaultId, Bytes> starts) {
    public Witness {
        permitKeys = List.copyOf(permitKeys);
        checkpoints = List.copyOf(checkpoints);
        starts = Map.copyOf(starts);
    }

    /** The witness file with these lines; an IllegalArgumentException when it is none. */
    public static Witness parse(List<String> lines) {
        var keys = new ArrayList<VerifyingKey>();
        var checkpoints = new ArrayList<Checkpoint.Signed>();
        var starts = new HashMap<VaultId, Bytes>();
        for (String line : lines) {
            switch (HistoryLine.parse(line)) {
                case HistoryLine.PermitKey(var key) -> keys.add(key);
                case HistoryLine.Witnessed(var checkpoint) -> checkpoints.add(checkpoint);
                case HistoryLine.Start(var _, var vault, var key) -> starts.put(vault, key);
                case HistoryLine.Opening _, HistoryLine.Told _, HistoryLine.Signed _, HistoryLine.Ending _ ->
                    throw new IllegalArgumentException("a witness file holds no such line: " + line);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a witness file names the keys of its control plane");
        }
        return new Witness(keys, checkpoints, starts);
    }

    Optional<ChainKey> start(VaultId vault) {
        return Optional.ofNullable(starts.get(vault)).map(key -> ChainKey.wrap(key.array()));
    }
}
