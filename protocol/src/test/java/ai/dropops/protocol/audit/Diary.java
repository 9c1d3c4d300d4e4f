package ai.dropops.protocol.audit;

import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Samples;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.SigningKey;
import ai.dropops.protocol.identity.VaultId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A host that writes its history, and a control plane that counter-signs it, as lines. */
final class Diary {
    final VaultId vault;
    final byte[] start;
    final List<String> lines = new ArrayList<>();
    final List<String> witness = new ArrayList<>();
    private SigningKey receipts = SigningKey.numbered(21);
    private SigningKey permits;
    private Chain chain;
    private long sequence;

    Diary(int number, SigningKey permits) {
        vault = VaultId.of(Samples.bytes(16, number));
        start = Samples.bytes(32, number + 1);
        chain = Chain.begin(vault, ChainKey.wrap(start));
        this.permits = permits;
        lines.add(new HistoryLine.Opening(vault).json());
        witness.add(new HistoryLine.Start(Samples.operator(1), vault, Bytes.wrap(start)).json());
        append(Kind.OPENED, new TreeMap<>());
        enrol();
    }

    /** One execution: an entry when it begins, one when it ends, its receipt, and the control plane's word on that. */
    Diary execution(int number) {
        var execution = execution(Digest.of(Samples.bytes(4, number)));
        append(
                Kind.BEGUN,
                Facts.keeping(
                        Facts.begun(execution, Samples.PROPOSAL_ID, 1, "CMD_EXEC"), Digest.of(Samples.bytes(9, 9))));
        var account = new Account(execution, Samples.PROPOSAL_ID, Samples.operator(1), 1, new Outcome.Voided());
        append(Kind.TOLD, Facts.told(account, ++sequence));
        lines.add(new HistoryLine.Signed(
                        Receipt.of(account, sequence, chain.head()).sign(receipts::sign))
                .json());
        return this;
    }

    Diary checkpoint() {
        var signed = new Checkpoint(Samples.operator(1), chain.head(), Samples.NOON.plusSeconds(sequence))
                .sign(permits::sign);
        lines.add(new HistoryLine.Witnessed(signed).json());
        witness.add(new HistoryLine.Witnessed(signed).json());
        return this;
    }

    /** Another API key, and so another receipt key; the control plane's permit key changed meanwhile too. */
    Diary rekeyed() {
        append(Kind.REKEYED, Facts.rekeyed(Digest.of(Samples.bytes(1, 1)), Digest.of(Samples.bytes(1, 2))));
        receipts = SigningKey.numbered(22);
        permits = SigningKey.numbered(32);
        enrol();
        return this;
    }

    Diary forgotten(int number) {
        append(Kind.FORGOTTEN, Facts.forgotten(execution(Digest.of(Samples.bytes(4, number)))));
        return this;
    }

    long entries() {
        return chain.head().number();
    }

    List<String> exported() {
        var exported = new ArrayList<>(lines);
        exported.add(new HistoryLine.Ending(entries()).json());
        return exported;
    }

    Witness witness() {
        return Witness.parse(witness);
    }

    private void enrol() {
        append(Kind.ENROLLED, Facts.enrolled(Samples.operator(1), receipts.verifying(), permits.verifying()));
        witness.add(new HistoryLine.PermitKey(permits.verifying()).json());
    }

    private void append(Kind kind, SortedMap<String, String> facts) {
        Chain.Grown grown = chain.append(Samples.NOON.plusSeconds(chain.head().number()), kind, facts);
        chain = grown.after();
        lines.add(new HistoryLine.Told(grown.entry(), chain.head().hash(), grown.tag()).json());
    }

    private static ExecutionId execution(Digest digest) {
        return ExecutionId.of(digest, Samples.operator(1), 1);
    }
}
