package ai.dropops.protocol.audit;

import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history line by line and finds the first entry that is not as it was written. It needs no key and no network;
 * with a {@link Witness} it also finds what only the control plane can know.
 */
public final class Verifier {
    private final Optional<Witness> witness;
    private final Map<Long, Digest> hashes = new HashMap<>();
    private final SortedMap<Long, Entry> untold = new TreeMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private final List<VerifyingKey> receiptKeys = new ArrayList<>();
    private final List<VerifyingKey> permitKeys = new ArrayList<>();
    private final List<Checkpoint.Signed> checkpoints = new ArrayList<>();

    private @Nullable VaultId vault;
    private @Nullable Flaw flaw;
    private @Nullable ChainKey key;
    private boolean ended;
    private Digest head = Entry.NONE;
    private long entries;
    private long receipts;
    private long sequence;
    private long witnessed;
    private @Nullable Instant witnessedAt;

    public Verifier(Optional<Witness> witness) {
        this.witness = witness;
    }

    /** Takes the next line; after a flaw was found, lines are not looked at. */
    public void read(String line) {
        if (flaw != null) {
            return;
        }
        try {
            take(HistoryLine.parse(line));
        } catch (IllegalArgumentException e) {
            found(entries + 1, "cannot be read: " + e.getMessage());
        }
    }

    /** What came of it, after the last line. */
    public Finding finish() {
        if (flaw == null) {
            conclude();
        }
        return new Finding(
                Optional.ofNullable(flaw),
                entries,
                receipts,
                witnessed,
                Optional.ofNullable(witnessedAt),
                witness.isPresent(),
                key != null);
    }

    private void take(HistoryLine line) {
        if (vault == null) {
            if (line instanceof HistoryLine.Opening(var opened)) {
                vault = opened;
                key = witness.flatMap(known -> known.start(opened)).orElse(null);
            } else {
                found(0, "the first line does not name the vault");
            }
            return;
        }
        if (ended) {
            found(0, "lines follow its end");
            return;
        }
        switch (line) {
            case HistoryLine.Told(var entry, var hash, var tag) -> onEntry(vault, entry, hash, tag.array());
            case HistoryLine.Signed(var receipt) -> onReceipt(receipt);
            case HistoryLine.Witnessed(var checkpoint) -> checkpoints.add(checkpoint);
            case HistoryLine.Ending(long count) -> {
                ended = true;
                if (count != entries) {
                    found(entries + 1, "is missing: the history was exported with " + count + " entries");
                }
            }
            case HistoryLine.Opening _ -> found(0, "a second vault begins in it");
            case HistoryLine.PermitKey _, HistoryLine.Start _ -> found(0, "it holds a line of a witness file");
        }
    }

    private void onEntry(VaultId vault, Entry entry, Digest hash, byte[] tag) {
        long expected = entries + 1;
        if (entry.number() != expected) {
            found(expected, "is not where it belongs: entry " + entry.number() + " stands there");
        } else if (!entry.previous().equals(head)) {
            found(expected, "does not follow the entry before it");
        } else if (!entry.hash(vault).equals(hash)) {
            found(expected, "was changed: its hash is another");
        } else if (key != null && !MessageDigest.isEqual(key.tag(hash).array(), tag)) {
            found(expected, "was not written by the holder of its key");
        } else if (expected == 1 && entry.kind() != Kind.OPENED) {
            found(expected, "does not open the vault");
        } else {
            key = key == null ? null : key.next();
            entries = expected;
            head = hash;
            hashes.put(expected, hash);
            note(entry);
        }
    }

    private void note(Entry entry) {
        switch (entry.kind()) {
            case ENROLLED -> {
                receiptKeys.add(key(entry, Facts.RECEIPT_KEY));
                permitKeys.add(key(entry, Facts.PERMIT_KEY));
            }
            case TOLD -> {
                if (!fact(entry, Facts.SEQUENCE).equals(String.valueOf(sequence + 1))) {
                    found(entry.number(), "is not the receipt that follows number " + sequence);
                }
                sequence++;
                if (!fact(entry, Facts.OUTCOME).equals(Facts.RUNNING)) {
                    untold.put(entry.number(), entry);
                }
            }
            case FORGOTTEN -> forgotten.add(fact(entry, Facts.EXECUTION));
            case OPENED -> {
                if (entry.number() != 1) {
                    found(entry.number(), "opens a vault that is open");
                }
            }
            case BEGUN, REKEYED, PLACED -> {
                // nothing else is said of them
            }
        }
    }

    private void onReceipt(Receipt.Signed signed) {
        Receipt receipt = signed.content();
        long number = receipt.head().number();
        if (!receipt.head().vault().equals(vault)) {
            found(
                    entries,
                    "is followed by a receipt of another vault, "
                            + receipt.head().vault());
        } else if (!receipt.head().hash().equals(hashes.get(number))) {
            found(number, "is not the one its receipt was signed for");
        } else if (!saysTheSame(untold.remove(number), receipt)) {
            found(number, "does not say what its receipt says");
        } else if (receiptKeys.stream().noneMatch(key -> isSigned(signed, key))) {
            found(number, "has a receipt that none of the host's keys has signed");
        }
        receipts++;
    }

    private static boolean saysTheSame(@Nullable Entry entry, Receipt receipt) {
        if (entry == null) {
            return false;
        }
        var facts = new TreeMap<>(entry.facts());
        facts.remove(Facts.CONTENT);
        return facts.equals(Facts.told(receipt.account(), receipt.sequence()));
    }

    private static boolean isSigned(Receipt.Signed receipt, VerifyingKey key) {
        try {
            receipt.verified(key);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void conclude() {
        if (vault == null || !ended) {
            found(0, "it does not come to its end");
            return;
        }
        untold.values().stream()
                .filter(entry -> !forgotten.contains(fact(entry, Facts.EXECUTION)))
                .findFirst()
                .ifPresent(entry -> found(entry.number(), "lacks its receipt"));
        var flaws = new TreeMap<Long, Flaw>();
        checkpoints.forEach(checkpoint -> check(checkpoint, permitKeys, flaws));
        witness.ifPresent(known -> {
            var own = known.checkpoints().stream()
                    .filter(checkpoint -> checkpoint.content().head().vault().equals(vault))
                    .toList();
            if (own.isEmpty()) {
                note(flaws, new Flaw(0, "the control plane has never seen this vault"));
            }
            own.forEach(checkpoint -> check(checkpoint, known.permitKeys(), flaws));
        });
        if (flaw == null && !flaws.isEmpty()) {
            flaw = flaws.firstEntry().getValue();
        }
    }

    private void check(Checkpoint.Signed signed, List<VerifyingKey> keys, SortedMap<Long, Flaw> flaws) {
        Checkpoint checkpoint = signed.content();
        long number = checkpoint.head().number();
        if (!checkpoint.head().vault().equals(vault)) {
            note(
                    flaws,
                    new Flaw(
                            number,
                            "carries a checkpoint of another vault, "
                                    + checkpoint.head().vault()));
        } else if (keys.stream().noneMatch(signed::signedBy)) {
            note(flaws, new Flaw(number, "carries a checkpoint that no control plane of this host has signed"));
        } else if (number > entries) {
            note(
                    flaws,
                    new Flaw(
                            entries + 1,
                            "is missing: the control plane had seen %d entries at %s"
                                    .formatted(number, checkpoint.at())));
        } else if (!checkpoint.head().hash().equals(hashes.get(number))) {
            note(flaws, new Flaw(number, "is not the one the control plane had seen at %s".formatted(checkpoint.at())));
        } else if (number > witnessed) {
            witnessed = number;
            witnessedAt = checkpoint.at();
        }
    }

    private static void note(SortedMap<Long, Flaw> flaws, Flaw found) {
        flaws.putIfAbsent(found.entry(), found);
    }

    private void found(long entry, String message) {
        if (flaw == null) {
            flaw = new Flaw(entry, message);
        }
    }

    private static VerifyingKey key(Entry entry, String name) {
        return VerifyingKey.wrap(HexFormat.of().parseHex(fact(entry, name)));
    }

    private static String fact(Entry entry, String name) {
        String fact = entry.facts().get(name);
        if (fact == null) {
            throw new IllegalArgumentException("it lacks '" + name + "'");
        }
        return fact;
    }
}
