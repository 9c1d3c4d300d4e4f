package ai.dropops.web.auth;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/**
 * JSON as the API speaks it: times as ISO-8601 text, absence as null, and nothing read that is not understood.
 *
 * <p>A record's {@code Optional} components may be missing; every other one has to be there.
 */
public final class Json {
    private static final int MAX_DEPTH = 32;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private Json() {}

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value in {@code json}; Refused with status 400 that names the field which is wrong. */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new JsonParseException(null, "null is no object");
            }
            return value;
        } catch (IOException e) {
            throw problem(e).refused();
        }
    }

    private static Problem problem(IOException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                Problem.badRequest(
                        "unknown-field",
                        "The field '" + path(unknown) + "' is not known here.",
                        "Known are: "
                                + unknown.getKnownPropertyIds().stream()
                                        .map(String::valueOf)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ".");
            case ValueInstantiationException invalid
            when invalid.getCause() instanceof IllegalArgumentException why ->
                Problem.badRequest("invalid-value", why.getMessage() + ".", "Correct '" + path(invalid) + "'.");
            case JsonMappingException mismatch
            when !mismatch.getPath().isEmpty() ->
                Problem.badRequest(
                        "invalid-field",
                        "The field '" + path(mismatch) + "' is missing or not of the right type.",
                        "The document at /api/v1/openapi.json says what it has to be.");
            default ->
                Problem.badRequest(
                        "malformed-json",
                        "The body is not the JSON object that is expected here" + where(failure) + ".",
                        "The document at /api/v1/openapi.json says what it has to be.");
        };
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String where(IOException failure) {
        return failure instanceof JsonProcessingException e && e.getLocation() != null
                ? " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")"
                : "";
    }
}
