package ai.dropops.web.server;

import ai.dropops.web.auth.Entrance;
import ai.dropops.web.auth.Problem;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** The answer to bytes that are not an HTTP request; named in reference.conf. */
public final class MalformedRequest extends ParsingErrorHandler {
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return Entrance.refusal(new Problem(
                status.intValue(),
                "malformed-request",
                "This is not an HTTP request the server understands: " + error.summary(),
                "Correct the request line and the headers."));
    }
}
