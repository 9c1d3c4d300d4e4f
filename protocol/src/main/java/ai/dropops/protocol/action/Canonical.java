package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Deterministic CBOR (RFC 8949 §4.2) for what is signed: arrays of fixed length and order, so that one value has one
 * encoding. Whoever reads checks that writing again gives the same bytes, which refuses every other spelling.
 */
final class Canonical {
    private static final int MAX_DEPTH = 8;
    private static final CBORFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private Canonical() {}

    interface Writing {
        void to(CBORGenerator out) throws IOException;
    }

    interface Reading<T> {
        T from(Reader in) throws IOException;
    }

    static byte[] write(Writing writing) {
        var bytes = new ByteArrayOutputStream(256);
        try (CBORGenerator out = CBOR.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What {@code reading} finds in {@code bytes}; an IllegalArgumentException when they are anything but exactly that. */
    static <T> T read(byte[] bytes, Reading<T> reading) {
        CborShape.check(bytes, MAX_DEPTH);
        try (JsonParser parser = CBOR.createParser(bytes)) {
            T value = reading.from(new Reader(parser));
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("bytes follow the end of the message");
            }
            return value;
        } catch (IOException | ArithmeticException e) {
            throw new IllegalArgumentException("not the CBOR that was expected", e);
        }
    }

    static void array(CBORGenerator out, int size) throws IOException {
        out.writeStartArray(null, size);
    }

    /** A text of definite length, however long it is. */
    static void text(CBORGenerator out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeUTF8String(utf8, 0, utf8.length);
    }

    static void digest(CBORGenerator out, Digest digest) throws IOException {
        out.writeBinary(digest.array());
    }

    /** Reads the next value and insists on its type. */
    static final class Reader {
        private final JsonParser parser;

        private Reader(JsonParser parser) {
            this.parser = parser;
        }

        void openArray() throws IOException {
            expect(JsonToken.START_ARRAY);
        }

        void closeArray() throws IOException {
            expect(JsonToken.END_ARRAY);
        }

        /** Whether another element follows in the open array; when none does, the array is closed. */
        boolean closesArray() throws IOException {
            return parser.nextToken() == JsonToken.END_ARRAY;
        }

        /** The text {@link #closesArray} has stepped onto. */
        String currentText() throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException("expected a text");
            }
            return parser.getText();
        }

        /** The number {@link #closesArray} has stepped onto. */
        long currentNumber() throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new IllegalArgumentException("expected a number");
            }
            return parser.getLongValue();
        }

        String text() throws IOException {
            expect(JsonToken.VALUE_STRING);
            return parser.getText();
        }

        byte[] binary() throws IOException {
            expect(JsonToken.VALUE_EMBEDDED_OBJECT);
            return parser.getBinaryValue();
        }

        Digest digest() throws IOException {
            return Digest.wrap(binary());
        }

        long number() throws IOException {
            expect(JsonToken.VALUE_NUMBER_INT);
            return parser.getLongValue();
        }

        int count() throws IOException {
            return Math.toIntExact(number());
        }

        boolean flag() throws IOException {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw new IllegalArgumentException("expected a boolean");
            }
            return token == JsonToken.VALUE_TRUE;
        }

        private void expect(JsonToken wanted) throws IOException {
            JsonToken token = parser.nextToken();
            if (token != wanted) {
                throw new IllegalArgumentException("expected " + wanted + " and found " + token);
            }
        }
    }
}
