package ai.dropops.web.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** The shapes of answer the API gives. */
public final class Answer {
    private static final ContentType PROBLEM =
            ContentTypes.create(MediaTypes.customBinary("application", "problem+json", false));

    private Answer() {}

    /** RFC 9457, with the request's id so that the log can be searched for it. */
    private record ProblemBody(
            String type,
            String title,
            int status,
            String detail,
            String code,
            String advice,
            String requestId,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> effects) {}

    public static HttpResponse ok(Object body) {
        return json(200, body);
    }

    public static HttpResponse json(int status, Object body) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.bytes(body)));
    }

    public static HttpResponse nothing() {
        return HttpResponse.create().withStatus(204);
    }

    static HttpResponse problem(Problem problem, String requestId) {
        var response = HttpResponse.create().withStatus(problem.status());
        var body = new ProblemBody(
                "urn:dropops:problem:" + problem.code(),
                response.status().reason(),
                problem.status(),
                problem.message(),
                problem.code(),
                problem.advice(),
                requestId,
                problem.effects());
        return response.withEntity(HttpEntities.create(PROBLEM, Json.bytes(body)));
    }
}
