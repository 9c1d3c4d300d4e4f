package ai.dropops.web.link;

import ai.dropops.persistence.traffic.Counted;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.persistence.traffic.TrafficKind;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what crosses one operator's socket: every byte where it enters and leaves the process, and every frame for what it
 * is. What is no frame carries them. Bytes of a connection on which no operator is welcomed are nobody's.
 */
final class Meter extends ChannelDuplexHandler implements Traffic.Counter {
    /** Pieces of output may still come after their reader was closed: those of so many are told apart. */
    private static final int REMEMBERED_READERS = 256;

    private record Subject(TrafficKind kind, @Nullable ExecutionId execution) {}

    private static final Subject CONNECTION = new Subject(TrafficKind.CONNECTION, null);
    private static final Subject HEARTBEAT = new Subject(TrafficKind.HEARTBEAT, null);
    private static final Subject FRAMING = new Subject(TrafficKind.FRAMING, null);

    private static final class Tally {
        private long frames;
        private long up;
        private long down;
        private @Nullable Long kept;
        private boolean waited;

        /** Whether it was left the last time: so the whole of a short command is written at once. */
        boolean isRipe() {
            boolean ripe = waited;
            waited = true;
            return ripe;
        }
    }

    private final Traffic traffic;
    private final Map<Subject, Tally> tallies = new HashMap<>();
    private final Map<Long, ExecutionId> readers = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ExecutionId> eldest) {
            return size() > REMEMBERED_READERS;
        }
    };
    private Frame.@Nullable Welcome welcome;
    private boolean ofExecutions;
    /** Whether the host keeps what is printed there, as it last said. */
    private boolean keeps = true;

    Meter(Traffic traffic) {
        this.traffic = traffic;
    }

    /** The meter of {@code channel}, which has one. */
    static Meter of(Channel channel) {
        return channel.pipeline().get(Meter.class);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            carried(bytes.readableBytes(), 0);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            carried(0, bytes.readableBytes());
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        traffic.remove(this);
        context.fireChannelInactive();
    }

    /** The host sent {@code frame} in {@code size} bytes. */
    synchronized void read(Frame.FromOperator frame, int size) {
        switch (frame) {
            case Frame.Hello _, Frame.Renew _, Frame.HistoryBegun _ -> count(CONNECTION, size, 0);
            case Frame.Beat beat -> {
                keeps = beat.host().capabilities().localStorage();
                count(HEARTBEAT, size, 0);
            }
            case Frame.Started started -> count(execution(started.execution()), size, 0);
            case Frame.Report(var receipt) -> reported(receipt, size);
            case Frame.Output output -> count(output(output.reader()), size, 0);
            case Frame.Gap gap -> count(output(gap.reader()), size, 0);
            case Frame.OutputEnd end -> count(output(end.reader()), size, 0);
            case Frame.HandOver handOver -> count(record(handOver.execution()), size, 0);
        }
    }

    private void reported(Receipt.Signed signed, int size) {
        Receipt receipt;
        try {
            receipt = signed.content();
        } catch (IllegalArgumentException _) {
            count(CONNECTION, size, 0); // the link ends for it
            return;
        }
        Tally tally = count(execution(receipt.execution()), size, 0);
        if (!keeps) {
            return;
        }
        switch (receipt.outcome()) {
            case Outcome.Finished finished ->
                tally.kept = finished.stdout().written() + finished.stderr().written();
            case Outcome.Interrupted interrupted ->
                tally.kept =
                        interrupted.stdout().written() + interrupted.stderr().written();
            case Outcome.Refused _, Outcome.StillRunning _, Outcome.Voided _ -> {
                // nothing was printed, or not all of it
            }
        }
    }

    /** The host is sent {@code frame} in {@code size} bytes. */
    void sent(Frame.FromControlPlane frame, int size) {
        count(frame, size);
        if (frame instanceof Frame.Welcome) {
            traffic.add(this);
        }
    }

    private synchronized void count(Frame.FromControlPlane frame, int size) {
        switch (frame) {
            case Frame.Welcome greeting -> {
                welcome = greeting;
                count(CONNECTION, 0, size);
            }
            case Frame.Goodbye _, Frame.Renewed _, Frame.Stop _, Frame.HistoryKept _, Frame.Witnessed _ ->
                count(CONNECTION, 0, size);
            case Frame.Deliver deliver -> count(execution(deliver.order().execution()), 0, size);
            case Frame.ReportKept kept -> count(execution(kept.execution()), 0, size);
            case Frame.Cancel cancel -> count(execution(cancel.execution()), 0, size);
            case Frame.HandedOver handedOver -> count(record(handedOver.execution()), 0, size);
            case Frame.Forbid forbid -> count(execution(forbid.execution()), 0, size);
            case Frame.Read read -> {
                readers.put(read.reader(), read.execution());
                count(output(read.reader()), 0, size);
            }
            case Frame.Credit credit -> count(output(credit.reader()), 0, size);
            case Frame.Unread unread -> count(output(unread.reader()), 0, size);
        }
    }

    @Override
    public synchronized List<Counted> take(boolean idle) {
        if (welcome == null || !(idle || ofExecutions)) {
            return List.of();
        }
        var taken = new ArrayList<Counted>(tallies.size());
        ofExecutions = false;
        for (var each = tallies.entrySet().iterator(); each.hasNext(); ) {
            var entry = each.next();
            boolean ofExecution = entry.getKey().execution() != null;
            if (idle || (ofExecution && entry.getValue().isRipe())) {
                taken.add(counted(welcome, entry.getKey(), entry.getValue()));
                each.remove();
            } else {
                ofExecutions |= ofExecution;
            }
        }
        return taken;
    }

    private static Counted counted(Frame.Welcome of, Subject subject, Tally tally) {
        return new Counted(
                of.workspace(),
                of.operator(),
                subject.kind(),
                subject.execution(),
                tally.frames,
                tally.up,
                tally.down,
                tally.kept);
    }

    private synchronized void carried(long up, long down) {
        add(FRAMING, 0, up, down);
    }

    /** A frame was carried too: its bytes are taken off what carries it. */
    private Tally count(Subject subject, long up, long down) {
        add(FRAMING, 0, -up, -down);
        ofExecutions |= subject.execution() != null;
        return add(subject, 1, up, down);
    }

    private Tally add(Subject subject, long frames, long up, long down) {
        Tally tally = tallies.computeIfAbsent(subject, _ -> new Tally());
        tally.frames += frames;
        tally.up += up;
        tally.down += down;
        return tally;
    }

    private static Subject execution(ExecutionId execution) {
        return new Subject(TrafficKind.EXECUTION, execution);
    }

    private static Subject record(ExecutionId execution) {
        return new Subject(TrafficKind.RECORD, execution);
    }

    private Subject output(long reader) {
        return new Subject(TrafficKind.OUTPUT, readers.get(reader));
    }
}
