package ai.dropops.operator.gate;

import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Refusal;

/** What the gate comes to about one order. */
sealed interface Judgement {
    /**
     * It may run.
     *
     * @param judged the profile this host would have given it
     */
    record Pass(Proposal proposal, Profile judged) implements Judgement {
        /** Whether people gave it more room than this host would; theirs is the last word on that, and it is told. */
        boolean isWiderThanJudgedHere() {
            return proposal.action().profile().compareTo(judged) > 0;
        }
    }

    /** It must not, and here is why. */
    record Stop(Outcome.Refused refused) implements Judgement {
        static Stop because(Refusal reason, String message) {
            return new Stop(new Outcome.Refused(reason, message));
        }
    }
}
