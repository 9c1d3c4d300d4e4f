package ai.dropops.protocol.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** How frames spell the types CBOR has several spellings for: each has exactly one. */
final class Strict {
    private Strict() {}

    /** Bytes are a byte string: neither base64 text nor a list of numbers. */
    static final class BinaryIn extends StdDeserializer<byte[]> {
        private static final long serialVersionUID = 1;

        BinaryIn() {
            super(byte[].class);
        }

        @Override
        public byte[] deserialize(JsonParser in, DeserializationContext context) throws IOException {
            expect(in, context, JsonToken.VALUE_EMBEDDED_OBJECT);
            return in.getBinaryValue();
        }
    }

    /** Text is a text string, neither a number nor a boolean, of whole characters. */
    static final class TextIn extends StdDeserializer<String> {
        private static final long serialVersionUID = 1;

        TextIn() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            expect(in, context, JsonToken.VALUE_STRING);
            String text = in.getText();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                context.reportInputMismatch(this, "half a character");
            }
            return text;
        }
    }

    /** An instant is a count of milliseconds since 1970. */
    static final class MillisIn extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        MillisIn() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            expect(in, context, JsonToken.VALUE_NUMBER_INT);
            return Instant.ofEpochMilli(in.getLongValue());
        }
    }

    /** See {@link MillisIn}. */
    static final class MillisOut extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1;

        MillisOut() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant instant, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(instant.toEpochMilli());
        }
    }

    private static void expect(JsonParser in, DeserializationContext context, JsonToken wanted) throws IOException {
        if (in.currentToken() != wanted) {
            context.reportInputMismatch(Object.class, "expected %s", wanted);
        }
    }
}
