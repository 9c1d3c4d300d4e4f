package ai.dropops.protocol.identity;

import java.util.regex.Pattern;

/** The key that lets one operator fill its slot: {@code dok_}, the operator's id and 32 random bytes. */
public record ApiKey(OperatorId operator, Secret text) {
    private static final int RANDOM_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("dok_([0-9a-v]{26})_[0-9a-v]{52}");

    public static ApiKey of(OperatorId operator, byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException("an API key holds " + RANDOM_BYTES + " random bytes");
        }
        String slot = operator.value().substring("op_".length());
        return new ApiKey(operator, new Secret("dok_" + slot + "_" + Base32Hex.encode(random)));
    }

    /** The key in {@code text}; an IllegalArgumentException that does not repeat the text when it is not one. */
    public static ApiKey parse(String text) {
        var shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException("this is not an operator API key; copy the whole dok_… text");
        }
        return new ApiKey(new OperatorId("op_" + shape.group(1)), new Secret(text));
    }
}
