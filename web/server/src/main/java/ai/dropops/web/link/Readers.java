package ai.dropops.web.link;

import ai.dropops.cluster.operator.LinkCommand.OpenReader;
import ai.dropops.cluster.operator.LinkCommand.ReaderReply;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.protocol.wire.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamRefs;

/** The readers open on one link. A reader's stream that completes without {@link OutputChunk.End} was cut by a lost link. */
final class Readers {
    private final LinkSettings.Reader settings;
    private final Socket socket;
    private final Materializer materializer;
    private final LongConsumer taken;
    private final LongConsumer gone;
    private final Map<Long, Reader> open = new HashMap<>();
    private long last;

    /** {@code taken} and {@code gone} are told, from any thread, when a chunk was taken and when nobody reads any more. */
    Readers(
            LinkSettings.Reader settings,
            Socket socket,
            Materializer materializer,
            LongConsumer taken,
            LongConsumer gone) {
        this.settings = settings;
        this.socket = socket;
        this.materializer = materializer;
        this.taken = taken;
        this.gone = gone;
    }

    ReaderReply open(OpenReader wish) {
        if (open.size() >= settings.limit()) {
            return new ReaderReply.Refused("Already " + settings.limit() + " readers are open on this operator.");
        }
        long id = ++last;
        var stream = Source.<OutputChunk>queue(settings.window() + 1)
                .watchTermination((queue, done) -> {
                    done.whenComplete((_, _) -> gone.accept(id));
                    return queue;
                })
                .map(chunk -> {
                    taken.accept(id);
                    return chunk;
                })
                .toMat(StreamRefs.sourceRef(), Keep.both());
        Pair<org.apache.pekko.stream.BoundedSourceQueue<OutputChunk>, org.apache.pekko.stream.SourceRef<OutputChunk>>
                ends = stream.run(materializer);
        open.put(id, new Reader(ends.first(), settings.window()));
        socket.send(new Frame.Read(id, wish.execution(), wish.stdoutOffset(), wish.stderrOffset(), settings.window()));
        return new ReaderReply.Opened(ends.second());
    }

    /** Passes a chunk on; false when the operator sent more than it was credited. A reader just closed swallows it. */
    boolean accept(long id, OutputChunk chunk) {
        Reader reader = open.get(id);
        return reader == null || reader.accepts(chunk);
    }

    /** Passes the end on. */
    boolean end(long id, Frame.OutputEnd.Reason reason) {
        Reader reader = open.remove(id);
        if (reader == null) {
            return true;
        }
        boolean within = reader.accepts(new OutputChunk.End(reason));
        reader.complete();
        return within;
    }

    void onTaken(long id) {
        Reader reader = open.get(id);
        if (reader != null) {
            int credit = reader.credit();
            if (credit > 0) {
                socket.send(new Frame.Credit(id, credit));
            }
        }
    }

    void onGone(long id) {
        if (open.remove(id) != null) {
            socket.send(new Frame.Unread(id));
        }
    }

    void closeAll() {
        open.values().forEach(Reader::complete);
        open.clear();
    }
}
