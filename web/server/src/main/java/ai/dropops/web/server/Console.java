package ai.dropops.web.server;

import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The pages: the console's files from the classpath, and its first page for every address inside it. */
final class Console {
    private static final Pattern FILE =
            Pattern.compile("/(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final String INDEX = "/index.html";

    private record Health(String status) {}

    private final Map<String, Page> loaded = new ConcurrentHashMap<>();
    private final Class<?> origin;
    private final String folder;

    /**
     * @param origin the class beside which the files are found
     * @param folder the absolute name of their folder on the classpath
     */
    Console(Class<?> origin, String folder) {
        this.origin = origin;
        this.folder = folder;
    }

    HttpResponse answer(HttpRequest request) {
        String path = request.getUri().path();
        if (path.equals("/api") || path.startsWith("/api/")) {
            throw Problem.notFound("API").refused();
        }
        if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
            throw new Problem(405, "method-not-allowed", "A page can only be read.", "Use GET.").refused();
        }
        if (path.equals("/health")) {
            return Answer.ok(new Health("up"));
        }
        return page(path)
                .or(() -> isFile(path) ? Optional.empty() : page(INDEX))
                .map(page -> page.answer(request))
                .orElseGet(() -> absent(path));
    }

    private HttpResponse absent(String path) {
        if (isFile(path) && page(INDEX).isPresent()) {
            throw Problem.notFound("file").refused();
        }
        return HttpResponse.create()
                .withStatus(503)
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, """
                        The console is not part of this build.

                        ./dropops up builds it (it needs Node 20 or newer). The API answers under /api/v1,
                        and the command line works: ./dropops operators
                        """));
    }

    private Optional<Page> page(String path) {
        if (!FILE.matcher(path).matches()) {
            return Optional.empty();
        }
        Page known = loaded.get(path);
        return known == null ? load(path) : Optional.of(known);
    }

    private Optional<Page> load(String path) {
        try (var in = origin.getResourceAsStream(folder + path)) {
            if (in == null || !isFile(path)) {
                return Optional.empty();
            }
            Page page = Page.of(path, in.readAllBytes());
            loaded.put(path, page);
            return Optional.of(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Addresses inside the console have no dot in their last part. */
    private static boolean isFile(String path) {
        return path.indexOf('.', path.lastIndexOf('/')) >= 0;
    }
}
