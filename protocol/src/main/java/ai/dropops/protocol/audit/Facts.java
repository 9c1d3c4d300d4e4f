package ai.dropops.protocol.audit;

import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VerifyingKey;
import java.util.SortedMap;
import java.util.TreeMap;

/** The facts entries are made of, by their names in a history. */
public final class Facts {
    static final String EXECUTION = "execution";
    static final String OUTCOME = "outcome";
    static final String SEQUENCE = "sequence";
    static final String RECEIPT_KEY = "receiptKey";
    static final String PERMIT_KEY = "permitKey";
    static final String CONTENT = "content";
    static final String RUNNING = "running";

    private static final String OPERATOR = "operator";
    private static final String PROPOSAL = "proposal";
    private static final String ATTEMPT = "attempt";
    private static final String EVENT = "event";
    private static final String STARTED = "startedAt";

    private Facts() {}

    /** Whose history it is and whose keys sign from now on. */
    public static SortedMap<String, String> enrolled(OperatorId operator, VerifyingKey receipts, VerifyingKey permits) {
        return facts(
                OPERATOR,
                operator.value(),
                RECEIPT_KEY,
                receipts.raw().hex(),
                PERMIT_KEY,
                permits.raw().hex());
    }

    /**
     * What is about to be done.
     *
     * @param event what kind of action it is, such as {@code CMD_EXEC}
     */
    public static SortedMap<String, String> begun(
            ExecutionId execution, ProposalId proposal, int attempt, String event) {
        return facts(
                EXECUTION,
                execution.value(),
                PROPOSAL,
                proposal.value(),
                ATTEMPT,
                String.valueOf(attempt),
                EVENT,
                event);
    }

    /** {@code facts} about something that is kept, under the digest of {@code content}: itself behind a secret salt. */
    public static SortedMap<String, String> keeping(SortedMap<String, String> facts, Digest content) {
        var all = new TreeMap<>(facts);
        all.put(CONTENT, content.hex());
        return all;
    }

    /** What the receipt with {@code sequence} says of {@code account}. */
    public static SortedMap<String, String> told(Account account, long sequence) {
        SortedMap<String, String> facts = facts(
                EXECUTION,
                account.execution().value(),
                PROPOSAL,
                account.proposal().value(),
                OPERATOR,
                account.operator().value(),
                ATTEMPT,
                String.valueOf(account.attempt()),
                SEQUENCE,
                String.valueOf(sequence));
        switch (account.outcome()) {
            case Outcome.Refused refused -> {
                facts.put(OUTCOME, "refused");
                facts.put("reason", refused.reason().name());
                facts.put("message", refused.message());
            }
            case Outcome.Finished finished -> {
                facts.put(OUTCOME, "finished");
                facts.put("exitCode", String.valueOf(finished.exitCode()));
                facts.put("cancelled", String.valueOf(finished.cancelled()));
                facts.put(STARTED, finished.startedAt().toString());
                facts.put("finishedAt", finished.finishedAt().toString());
                put(facts, finished.stdout(), finished.stderr());
            }
            case Outcome.Interrupted interrupted -> {
                facts.put(OUTCOME, "interrupted");
                facts.put(STARTED, interrupted.startedAt().toString());
                put(facts, interrupted.stdout(), interrupted.stderr());
            }
            case Outcome.StillRunning running -> {
                facts.put(OUTCOME, RUNNING);
                facts.put(STARTED, running.startedAt().toString());
            }
            case Outcome.Voided _ -> facts.put(OUTCOME, "voided");
        }
        return facts;
    }

    /** Both digests name an API key without revealing it. */
    public static SortedMap<String, String> rekeyed(Digest before, Digest now) {
        return facts("keyBefore", before.hex(), "key", now.hex());
    }

    /** What was kept of it is deleted. */
    public static SortedMap<String, String> forgotten(ExecutionId execution) {
        return facts(EXECUTION, execution.value());
    }

    /** Where records are kept from here on. */
    public static SortedMap<String, String> placed(boolean here) {
        return facts("records", here ? "host" : "control-plane");
    }

    private static void put(SortedMap<String, String> facts, Output stdout, Output stderr) {
        put(facts, "stdout", stdout);
        put(facts, "stderr", stderr);
    }

    private static void put(SortedMap<String, String> facts, String stream, Output output) {
        facts.put(stream + "Bytes", String.valueOf(output.shown().bytes()));
        facts.put(stream + "Sha256", output.shown().sha256().hex());
        facts.put(stream + "WrittenBytes", String.valueOf(output.written()));
    }

    private static SortedMap<String, String> facts(String... pairs) {
        var facts = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            facts.put(pairs[i], pairs[i + 1]);
        }
        return facts;
    }
}
