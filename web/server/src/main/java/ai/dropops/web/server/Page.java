package ai.dropops.web.server;

import ai.dropops.protocol.identity.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/**
 * One file of the console, ready to be sent.
 *
 * @param lasting whether its name changes with its content, so that it may be kept for ever
 * @param zipped empty when that would save nothing
 */
record Page(ContentType type, ByteString plain, Optional<ByteString> zipped, String tag, boolean lasting) {
    private static final int WORTH_ZIPPING = 1024;

    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.TEXT_HTML_UTF8,
            "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
            "css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8),
            "svg", MediaTypes.IMAGE_SVG_XML.toContentType(),
            "png", MediaTypes.IMAGE_PNG.toContentType(),
            "ico", MediaTypes.IMAGE_X_ICON.toContentType(),
            "woff2", MediaTypes.FONT_WOFF_2.toContentType(),
            "json", ContentTypes.APPLICATION_JSON,
            "txt", ContentTypes.TEXT_PLAIN_UTF8);

    static Page of(String path, byte[] content) {
        var type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), ContentTypes.APPLICATION_OCTET_STREAM);
        byte[] zipped = zip(content);
        return new Page(
                type,
                ByteString.fromArrayUnsafe(content),
                content.length >= WORTH_ZIPPING && zipped.length < content.length
                        ? Optional.of(ByteString.fromArrayUnsafe(zipped))
                        : Optional.empty(),
                '"' + Digest.of(content).hex().substring(0, 16) + '"',
                path.startsWith("/assets/"));
    }

    HttpResponse answer(HttpRequest request) {
        var response = HttpResponse.create()
                .addHeader(RawHeader.create("ETag", tag))
                .addHeader(RawHeader.create("Vary", "Accept-Encoding"))
                .addHeader(RawHeader.create(
                        "Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache"));
        if (header(request, "If-None-Match").equals(tag)) {
            return response.withStatus(304);
        }
        return zipped.filter(_ -> header(request, "Accept-Encoding").contains("gzip"))
                .map(bytes -> response.addHeader(RawHeader.create("Content-Encoding", "gzip"))
                        .withEntity(HttpEntities.create(type, bytes)))
                .orElseGet(() -> response.withEntity(HttpEntities.create(type, plain)));
    }

    private static byte[] zip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value()).orElse("");
    }
}
