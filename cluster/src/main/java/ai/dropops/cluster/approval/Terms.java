package ai.dropops.cluster.approval;

import java.util.List;

/**
 * What it takes for a yes.
 *
 * @param quorum how many different members have to agree
 * @param requesterMayApprove whether the one who asks may be among them
 * @param confirmation what each of them has to type, empty when nothing has to be
 */
public record Terms(int quorum, boolean requesterMayApprove, String confirmation) {
    private static final int MAX_QUORUM = 100;

    public Terms {
        if (quorum < 1 || quorum > MAX_QUORUM) {
            throw new IllegalArgumentException("between 1 and " + MAX_QUORUM + " members have to agree");
        }
    }

    /** Whether the one who asks can settle it alone. */
    public boolean allowsSelf() {
        return quorum == 1 && requesterMayApprove && confirmation.isEmpty();
    }

    /**
     * What has to be looked up and typed before a yes to something of high risk: the name of the one host, or how many hosts
     * there are, as in {@code 12 hosts}.
     */
    public static String confirmation(List<String> hosts) {
        return hosts.size() == 1 ? hosts.getFirst() : hosts.size() + " hosts";
    }

    /** {@code 1,200 hosts} is as good as {@code 1200 hosts}: pages group digits. */
    boolean areConfirmedBy(String typed) {
        String plain = typed.strip();
        return confirmation.isEmpty() || confirmation.equals(plain) || confirmation.equals(plain.replace(",", ""));
    }
}
