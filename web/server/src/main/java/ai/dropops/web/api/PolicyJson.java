package ai.dropops.web.api;

import ai.dropops.persistence.view.PolicyRow;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.policy.MalformedPolicy;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of a workspace's policy, as the API shows it.
 *
 * @param version 0 for the defaults, which nobody has set
 * @param digest what permits name it by; nothing when this version of DropOps cannot read it
 */
record PolicyJson(
        int version,
        String text,
        Optional<String> digest,
        Optional<Who> setBy,
        @Nullable Instant setAt) {
    static final PolicyJson DEFAULTS = new PolicyJson(
            0, Policy.defaultText(), Optional.of(Policy.defaults().digest().hex()), Optional.empty(), null);

    static PolicyJson of(PolicyRow row, Who by) {
        return new PolicyJson(row.version(), row.text(), digest(row.text()), Optional.of(by), row.at());
    }

    private static Optional<String> digest(String text) {
        try {
            return Optional.of(Policy.parse(text).digest().hex());
        } catch (MalformedPolicy e) {
            return Optional.empty();
        }
    }
}
