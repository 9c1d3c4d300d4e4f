package ai.dropops.cli.follow;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.print.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Output as its host keeps it, read through the control plane. */
public final class HostOutput {
    private static final int BUFFER = 64 * 1024;
    private static final int TRIES = 3;
    /** As much as every record keeps of the end of a long stream. */
    private static final long TAIL = 50L * 1024;

    private final ControlPlane controlPlane;
    private final Screen screen;

    public HostOutput(ControlPlane controlPlane, Screen screen) {
        this.controlPlane = controlPlane;
        this.screen = screen;
    }

    /**
     * Prints the stream from {@code offset} to its end, {@code stdout} on standard output and {@code stderr} on standard
     * error, and answers where it ended. While the process runs this waits for its end.
     */
    public long print(String execution, String stream, long offset) {
        long at = offset;
        for (int tries = 1; ; tries++) {
            String path = "/executions/" + ControlPlane.encoded(execution) + "/output?stream="
                    + ControlPlane.encoded(stream) + "&offset=" + at;
            try (InputStream in = controlPlane.open(path, Map.of())) {
                var buffer = new byte[BUFFER];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    print(stream, buffer, count);
                    at += count;
                }
                return at;
            } catch (IOException e) {
                if (tries == TRIES) {
                    screen.note("the connection broke after " + at + " bytes of " + stream
                            + "; see the rest with: dropops output " + execution + " --stream " + stream);
                    return at;
                }
            }
        }
    }

    /** All of a stream at once. */
    public byte[] whole(String execution, String stream) {
        String path = "/executions/" + ControlPlane.encoded(execution) + "/output?stream=" + stream;
        try (InputStream in = controlPlane.open(path, Map.of())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Problem(0, "connection-lost", "the connection broke: " + e.getMessage(), "try again").refused();
        }
    }

    /** Prints what is missing of an execution that has ended; where it cannot be had, says so. */
    void printRest(Execution execution, String label, Offsets told) {
        printRest(execution, label, List.of("stdout", "stderr"), told);
    }

    /** The same for some of its streams. */
    public void printRest(Execution execution, String label, List<String> streams, Offsets told) {
        for (String stream : streams) {
            long from = told.of(execution.id(), stream);
            if (execution.hasBegun() && from < execution.bytes(stream)) {
                printRest(execution, label, stream, from);
            }
        }
    }

    private void printRest(Execution execution, String label, String stream, long from) {
        try {
            long end = print(execution.id(), stream, from);
            long bytes = execution.bytes(stream);
            if (end < bytes) {
                long tail = Math.max(end + 1, bytes - TAIL);
                screen.note("the bytes from " + end + " to " + tail + " of " + stream + " of " + label
                        + " were not kept, or are left out here");
                long last = print(execution.id(), stream, tail);
                if (last < bytes) {
                    screen.note("nor were those from " + last + " to " + bytes);
                }
            }
        } catch (Refused e) {
            screen.note(label + ": " + e.problem().line() + "; output is missing from byte " + from + " of " + stream);
        }
    }

    private void print(String stream, byte[] bytes, int count) {
        if (stream.equals("stdout")) {
            screen.write(bytes, 0, count);
        } else {
            screen.writeError(bytes, 0, count);
        }
    }
}
