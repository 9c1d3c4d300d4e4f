package ai.dropops.web.link;

import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.schema.DatabaseFailure;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Frame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the links of this node store what their hosts hand over; so much at a time that memory stays bounded. */
final class Handovers {
    private static final Logger LOG = LoggerFactory.getLogger(Handovers.class);

    private final Records records;
    private final Executor blocking;
    private final Semaphore free;

    Handovers(Records records, Executor blocking, int limit) {
        this.records = records;
        this.blocking = blocking;
        this.free = new Semaphore(limit);
    }

    /**
     * Whether it is stored. Where too much is under way, or it does not say what its receipt says, it is not, and the host keeps it
     * and comes again.
     */
    CompletionStage<Boolean> store(WorkspaceId workspace, OperatorId operator, Frame.HandOver handOver) {
        if (!free.tryAcquire()) {
            return CompletableFuture.completedStage(false);
        }
        return CompletableFuture.supplyAsync(() -> isKept(workspace, operator, handOver), blocking)
                .whenComplete((_, _) -> free.release());
    }

    private boolean isKept(WorkspaceId workspace, OperatorId operator, Frame.HandOver handOver) {
        try {
            boolean kept = records.keep(workspace, operator, handOver.execution(), handOver.output());
            if (!kept) {
                LOG.warn("{} handed over an output of {} that no receipt tells of", operator, handOver.execution());
            }
            return kept;
        } catch (DatabaseFailure e) {
            LOG.warn("the output of {} cannot be stored now: {}", handOver.execution(), e.getMessage());
            return false;
        }
    }
}
