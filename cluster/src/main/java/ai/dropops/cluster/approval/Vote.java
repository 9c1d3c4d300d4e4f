package ai.dropops.cluster.approval;

import ai.dropops.protocol.action.ApproverSignature;
import ai.dropops.protocol.identity.MemberId;
import java.time.Instant;
import java.util.List;

/**
 * A member's word on a question.
 *
 * @param address where the request came from, empty where none was kept
 * @param signatures the member's own over the proposal, if there is one
 */
public record Vote(MemberId by, String address, Instant at, List<ApproverSignature> signatures) {
    public Vote {
        signatures = List.copyOf(signatures);
    }
}
