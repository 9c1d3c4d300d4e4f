package ai.dropops.web.stream;

import ai.dropops.web.auth.Call;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * A text/event-stream answer: it says something at least every heartbeat, ends with the sign-in it was opened by, and
 * after a while anyway, so that its reader is let in anew.
 */
final class EventStream {
    private EventStream() {}

    static HttpResponse of(Source<ByteString, NotUsed> events, Call call, StreamSettings settings) {
        Source<ByteString, ?> end = Source.completionStage(call.end().thenApply(_ -> EventText.HEARTBEAT));
        // the first heartbeat sends the headers on their way before anything has happened
        var lasting = Source.single(EventText.HEARTBEAT)
                .concat(events)
                .merge(end, true)
                .takeWithin(settings.lifetime())
                .keepAlive(settings.heartbeat(), () -> EventText.HEARTBEAT);
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), lasting));
    }
}
