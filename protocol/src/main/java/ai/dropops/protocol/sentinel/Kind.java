package ai.dropops.protocol.sentinel;

import java.util.List;

/**
 * One kind of thing that does not leave a host as it is: its name, what stands in its place, what it covers and where its
 * form is described.
 *
 * @param yields whether a more exact kind that begins where this one's value does gives the placeholder
 * @param untilKeyEnd whether all that follows up to the end of a private key belongs to it
 */
public record Kind(
        String name,
        String placeholder,
        String covers,
        String source,
        List<String> patterns,
        String check,
        boolean yields,
        boolean untilKeyEnd) {
    public Kind {
        patterns = List.copyOf(patterns);
    }
}
