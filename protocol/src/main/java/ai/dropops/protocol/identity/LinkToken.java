package ai.dropops.protocol.identity;

import java.util.regex.Pattern;

/** What lets many hosts become operators, each with a slot and a key of its own: {@code dlk_}, a device link's id and 32 random bytes. */
public record LinkToken(DeviceLinkId link, Secret text) {
    private static final int RANDOM_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("dlk_([0-9a-v]{26})_[0-9a-v]{52}");

    public static LinkToken of(DeviceLinkId link, byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException("a device-link token holds " + RANDOM_BYTES + " random bytes");
        }
        String id = link.value().substring("dl_".length());
        return new LinkToken(link, new Secret("dlk_" + id + "_" + Base32Hex.encode(random)));
    }

    /** The token in {@code text}; an IllegalArgumentException that does not repeat the text when it is not one. */
    public static LinkToken parse(String text) {
        var shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException("this is not a device-link token; copy the whole dlk_… text");
        }
        return new LinkToken(new DeviceLinkId("dl_" + shape.group(1)), new Secret(text));
    }
}
