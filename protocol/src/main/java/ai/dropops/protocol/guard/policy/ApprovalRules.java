package ai.dropops.protocol.guard.policy;

/**
 * Who must agree before a proposal is approved.
 *
 * @param quorum how many people must approve, at least 1
 * @param quorumHigh the same for HIGH risk, at least {@code quorum}
 * @param requesterMayApprove whether the one who asked counts among them
 */
public record ApprovalRules(int quorum, int quorumHigh, boolean requesterMayApprove) {
    public static final ApprovalRules DEFAULTS = new ApprovalRules(1, 1, true);
    private static final int MOST = 100;

    public ApprovalRules {
        if (quorum < 1 || quorum > MOST) {
            throw new IllegalArgumentException("the quorum is " + quorum + "; give a number from 1 to " + MOST);
        }
        if (quorumHigh < quorum || quorumHigh > MOST) {
            throw new IllegalArgumentException("the quorum for HIGH risk is " + quorumHigh + "; give a number from "
                    + quorum + ", the ordinary quorum, to " + MOST);
        }
    }

    public ApprovalRules stricter(ApprovalRules other) {
        return new ApprovalRules(
                Math.max(quorum, other.quorum),
                Math.max(quorumHigh, other.quorumHigh),
                requesterMayApprove && other.requesterMayApprove);
    }
}
