package ai.dropops.protocol.guard;

import ai.dropops.protocol.action.Profile;
import java.util.ArrayList;
import java.util.List;

/** The guard's answer to one action. */
public sealed interface Verdict {
    /** From how many hosts on a change is of high risk, whatever it changes. */
    int MANY_HOSTS = 50;

    /** What the action would do, most serious first. */
    List<Effect> effects();

    /** This verdict when {@code hosts} of them are meant: what is of some risk on one host is of high risk on many. */
    default Verdict on(int hosts) {
        return switch (this) {
            case Ask ask
            when hosts >= MANY_HOSTS && ask.risk() == Risk.MEDIUM ->
                ask.raised("it would happen on " + hosts + " hosts");
            case Allow _, Ask _, Deny _ -> this;
        };
    }

    /** It may run without a question, under {@code profile}: {@code LOOK} or {@code INSPECT}. */
    record Allow(Profile profile, List<Effect> effects, List<String> reasons) implements Verdict {
        public Allow {
            effects = List.copyOf(effects);
            reasons = List.copyOf(reasons);
            if (profile != Profile.LOOK && profile != Profile.INSPECT) {
                throw new IllegalArgumentException("nothing is allowed without a question under " + profile);
            }
        }
    }

    /** A human must be asked; once approved it runs under {@code profile}. */
    record Ask(Risk risk, Profile profile, List<Effect> effects, List<String> reasons) implements Verdict {
        public Ask {
            effects = List.copyOf(effects);
            reasons = List.copyOf(reasons);
        }

        /** One step more of risk where there is one, because of {@code reason}. */
        public Ask raised(String reason) {
            var more = new ArrayList<>(reasons);
            more.add(reason);
            return new Ask(risk.raised(), profile, effects, more);
        }
    }

    /** It must not run, whoever approves. */
    record Deny(List<Effect> effects, String reason) implements Verdict {
        public Deny {
            effects = List.copyOf(effects);
        }
    }
}
