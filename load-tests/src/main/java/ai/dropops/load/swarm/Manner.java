package ai.dropops.load.swarm;

import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.wire.FrameCodec;
import java.nio.charset.StandardCharsets;

/**
 * How the simulated operators behave.
 *
 * @param output what every command prints
 * @param verify whether permits and membership are verified before an order is taken
 */
public record Manner(Bytes output, int exitCode, boolean verify) {
    public Manner {
        if (output.size() > FrameCodec.MAX_OUTPUT) {
            throw new IllegalArgumentException("canned output has at most " + FrameCodec.MAX_OUTPUT + " bytes");
        }
    }

    public static Manner printing(String output) {
        return new Manner(Bytes.wrap(output.getBytes(StandardCharsets.UTF_8)), 0, true);
    }

    Output stdout() {
        return Output.plain(new Volume(output.size(), Digest.of(output.array())));
    }
}
