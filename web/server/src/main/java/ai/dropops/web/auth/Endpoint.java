package ai.dropops.web.auth;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One method on one path, who may use it and what answers it.
 *
 * @param path relative to {@code /api/v1}
 * @param parameters the query parameters it knows; any other is refused
 * @param once whether the same request is never taken twice
 */
public record Endpoint(
        HttpMethod method, PathTemplate path, Access access, Set<String> parameters, boolean once, Handler handler) {
    /** What answers a call that was let in. */
    @FunctionalInterface
    public interface Handler {
        CompletionStage<HttpResponse> answer(Call call);
    }

    /** What answers a call with a JSON body of type {@code T}. */
    @FunctionalInterface
    public interface BodyHandler<T> {
        CompletionStage<HttpResponse> answer(Call call, T body);
    }

    public Endpoint {
        parameters = Set.copyOf(parameters);
    }

    public static Endpoint get(String path, Handler handler) {
        return new Endpoint(HttpMethods.GET, PathTemplate.parse(path), Access.MEMBER, Set.of(), false, handler);
    }

    public static Endpoint post(String path, Handler handler) {
        return new Endpoint(
                HttpMethods.POST,
                PathTemplate.parse(path),
                Access.MEMBER,
                Set.of(),
                false,
                call -> call.noBody().thenCompose(_ -> handler.answer(call)));
    }

    public static <T> Endpoint post(String path, Class<T> body, BodyHandler<T> handler) {
        return new Endpoint(
                HttpMethods.POST,
                PathTemplate.parse(path),
                Access.MEMBER,
                Set.of(),
                false,
                call -> call.body(body).thenCompose(content -> handler.answer(call, content)));
    }

    public static <T> Endpoint put(String path, Class<T> body, BodyHandler<T> handler) {
        return new Endpoint(
                HttpMethods.PUT,
                PathTemplate.parse(path),
                Access.MEMBER,
                Set.of(),
                false,
                call -> call.body(body).thenCompose(content -> handler.answer(call, content)));
    }

    /** The same endpoint for whoever can reach the port. */
    public Endpoint open() {
        return new Endpoint(method, path, Access.ANYONE, parameters, once, handler);
    }

    /** The same endpoint for requests that carry their time and a nonce, each of which is taken once. */
    public Endpoint takenOnce() {
        return new Endpoint(method, path, access, parameters, true, handler);
    }

    /** The same endpoint with query parameters. */
    public Endpoint taking(String... names) {
        return new Endpoint(method, path, access, Set.of(names), once, handler);
    }

    /** The method and path as an OpenAPI document names them. */
    public String name() {
        return method.name() + " " + path.text();
    }
}
