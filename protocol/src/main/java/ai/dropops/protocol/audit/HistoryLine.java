package ai.dropops.protocol.audit;

import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.VerifyingKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** A line of a history or of a witness file: one JSON object, whose {@code type} says what it is. */
public sealed interface HistoryLine {
    /** The first line of a history. */
    record Opening(VaultId vault) implements HistoryLine {}

    /** An entry with the hash and the tag that are claimed for it. */
    record Told(Entry entry, Digest hash, Bytes tag) implements HistoryLine {}

    record Signed(Receipt.Signed receipt) implements HistoryLine {}

    record Witnessed(Checkpoint.Signed checkpoint) implements HistoryLine {}

    /** The last line of a history. */
    record Ending(long entries) implements HistoryLine {}

    /** In a witness file: a permit key of the control plane, present or past. */
    record PermitKey(VerifyingKey key) implements HistoryLine {}

    /** In a witness file: the key of an operator's first entry, handed over when its vault was made. */
    record Start(OperatorId operator, VaultId vault, Bytes key) implements HistoryLine {}

    /** The JSON of this line, without a line break. */
    default String json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        switch (this) {
            case Opening(var vault) ->
                json.put(Json.TYPE, "vault").put("format", Json.FORMAT).put(Json.VAULT, vault.value());
            case Told(var entry, var hash, var tag) -> {
                json.put(Json.TYPE, "entry")
                        .put("number", entry.number())
                        .put("at", entry.at().toString())
                        .put("kind", entry.kind().name());
                ObjectNode facts = json.putObject("facts");
                entry.facts().forEach(facts::put);
                json.put("previous", entry.previous().hex())
                        .put("hash", hash.hex())
                        .put("tag", tag.hex());
            }
            case Signed(var receipt) ->
                json.put(Json.TYPE, "receipt")
                        .put("receipt", receipt.receipt().hex())
                        .put(Json.SIGNATURE, receipt.signature().hex());
            case Witnessed(var checkpoint) ->
                json.put(Json.TYPE, "checkpoint")
                        .put("checkpoint", checkpoint.checkpoint().hex())
                        .put(Json.SIGNATURE, checkpoint.signature().hex());
            case Ending(long entries) -> json.put(Json.TYPE, "end").put("entries", entries);
            case PermitKey(var key) ->
                json.put(Json.TYPE, "permit-key").put(Json.KEY, key.raw().hex());
            case Start(var operator, var vault, var key) ->
                json.put(Json.TYPE, "start")
                        .put("operator", operator.value())
                        .put(Json.VAULT, vault.value())
                        .put(Json.KEY, key.hex());
        }
        return json.toString();
    }

    /** The line in {@code text}; an IllegalArgumentException when it is none. */
    static HistoryLine parse(String text) {
        var json = Json.read(text);
        HistoryLine line = switch (json.text(Json.TYPE)) {
            case "vault" -> {
                if (!json.text("format").equals(Json.FORMAT)) {
                    throw new IllegalArgumentException("this is not a history of a format known here");
                }
                yield new Opening(new VaultId(json.text(Json.VAULT)));
            }
            case "entry" -> new Told(json.entry(), Digest.wrap(json.hex("hash")), Bytes.wrap(json.hex("tag")));
            case "receipt" ->
                new Signed(new Receipt.Signed(Bytes.wrap(json.hex("receipt")), Bytes.wrap(json.hex(Json.SIGNATURE))));
            case "checkpoint" ->
                new Witnessed(new Checkpoint.Signed(
                        Bytes.wrap(json.hex("checkpoint")), Bytes.wrap(json.hex(Json.SIGNATURE))));
            case "end" -> new Ending(json.number("entries"));
            case "permit-key" -> new PermitKey(VerifyingKey.wrap(json.hex(Json.KEY)));
            case "start" ->
                new Start(
                        new OperatorId(json.text("operator")),
                        new VaultId(json.text(Json.VAULT)),
                        Bytes.wrap(json.hex(Json.KEY)));
            case String other -> throw new IllegalArgumentException("no line of a history is a '" + other + "'");
        };
        if (json.node.size() != Json.read(line.json()).node.size()) {
            throw new IllegalArgumentException("the line holds what no such line holds");
        }
        return line;
    }

    /** A JSON object whose fields are what they must be, or an IllegalArgumentException. */
    record Json(JsonNode node) {
        private static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        private static final String FORMAT = "dropops/history/1";
        private static final String TYPE = "type";
        private static final String VAULT = "vault";
        private static final String KEY = "key";
        private static final String SIGNATURE = "signature";

        private static Json read(String text) {
            try {
                return new Json(MAPPER.readTree(text));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("the line is not JSON: " + e.getOriginalMessage(), e);
            }
        }

        private Entry entry() {
            SortedMap<String, String> facts = new TreeMap<>();
            node.path("facts").properties().forEach(fact -> facts.put(fact.getKey(), text(fact.getValue())));
            try {
                return new Entry(
                        number("number"),
                        Digest.wrap(hex("previous")),
                        Instant.parse(text("at")),
                        Kind.valueOf(text("kind")),
                        facts);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("'at' is not a time", e);
            }
        }

        private String text(String field) {
            return text(node.path(field));
        }

        private static String text(JsonNode value) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("the line lacks a text");
            }
            return value.textValue();
        }

        private long number(String field) {
            JsonNode value = node.path(field);
            if (!value.canConvertToLong() || !value.isIntegralNumber()) {
                throw new IllegalArgumentException("'" + field + "' is not a whole number");
            }
            return value.longValue();
        }

        private byte[] hex(String field) {
            return HexFormat.of().parseHex(text(field));
        }
    }
}
