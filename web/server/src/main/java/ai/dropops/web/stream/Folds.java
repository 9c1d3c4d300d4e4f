package ai.dropops.web.stream;

import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.ExecutionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of a batch, equal ones together: what went wrong and what few hosts say comes first.
 *
 * @param hosts how many the batch has
 * @param ended of how many of them the result is known
 * @param distinct how many different results there are, of which {@code folds} may show fewer
 * @param usual the example of the largest fold that has output, with which others are compared; null before there is one
 */
public record Folds(
        int hosts, int ended, int distinct, @Nullable ExecutionId usual, List<Fold> folds) {
    public Folds {
        folds = List.copyOf(folds);
    }

    /**
     * Hosts with the same result.
     *
     * @param hosts the first few of {@code count}
     * @param exitCode null unless they finished, like the digests
     * @param message what the hosts or the control plane say of it, empty when there is nothing to say
     */
    public record Fold(
            ExecutionStatus state,
            @Nullable Integer exitCode,
            int count,
            List<Member> hosts,
            long stdoutBytes,
            long stderrBytes,
            @Nullable String stdoutSha256,
            @Nullable String stderrSha256,
            String message) {
        public Fold {
            hosts = List.copyOf(hosts);
        }
    }

    /** One of the hosts, and its execution, whose output stands for that of all. */
    public record Member(ExecutionId executionId, String name, String hostname) {}
}
