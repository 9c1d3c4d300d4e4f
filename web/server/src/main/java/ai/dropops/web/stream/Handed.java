package ai.dropops.web.stream;

import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Frame.OutputEnd.Reason;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** An output its host has handed over, told as a host tells one: the first stream, then the second. */
final class Handed {
    private Handed() {}

    static Source<OutputChunk, NotUsed> from(Excerpt output, Position position) {
        var chunks = new ArrayList<OutputChunk>();
        add(chunks, Stream.STDOUT, output.stdout(), position.stdout());
        add(chunks, Stream.STDERR, output.stderr(), position.stderr());
        chunks.add(new OutputChunk.End(Reason.COMPLETE));
        return Source.from(chunks);
    }

    private static void add(List<OutputChunk> chunks, Stream stream, Excerpt.Kept kept, long from) {
        long tail = kept.bytes() - kept.tail().size();
        addPart(chunks, stream, 0, kept.head(), from);
        long gap = Math.max(from, kept.head().size());
        if (gap < tail) {
            chunks.add(new OutputChunk.Gap(stream, gap, tail));
        }
        addPart(chunks, stream, tail, kept.tail(), from);
    }

    /** What is at {@code start} and after {@code from}. */
    private static void addPart(List<OutputChunk> chunks, Stream stream, long start, Bytes part, long from) {
        for (int at = Math.clamp(from - start, 0, part.size()); at < part.size(); at += FrameCodec.MAX_OUTPUT) {
            int end = Math.min(at + FrameCodec.MAX_OUTPUT, part.size());
            chunks.add(new OutputChunk.Data(stream, start + at, Bytes.wrap(Arrays.copyOfRange(part.array(), at, end))));
        }
    }
}
