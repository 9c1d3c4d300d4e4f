package ai.dropops.cli.print;

import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where a command writes: results to standard output, everything about them to standard error. */
public final class Screen {
    private final OutputStream out;
    private final OutputStream err;
    private final boolean coloured;
    private final boolean watched;
    private boolean endsLine = true;
    private boolean showsStatus;

    /** One whose standard error is no terminal. */
    public Screen(OutputStream out, OutputStream err, boolean coloured) {
        this(out, err, coloured, false);
    }

    /**
     * @param coloured whether standard output is a terminal that shows colours
     * @param watched whether standard error is a terminal
     */
    public Screen(OutputStream out, OutputStream err, boolean coloured, boolean watched) {
        this.out = out;
        this.err = err;
        this.coloured = coloured;
        this.watched = watched;
    }

    /** A line that the next one takes the place of, for whoever watches; empty for none. */
    public synchronized void status(String text) {
        if (watched && (showsStatus || !text.isEmpty())) {
            byte[] line = ("\r" + text + "\033[K").getBytes(StandardCharsets.UTF_8);
            showsStatus = false;
            writeError(line, 0, line.length);
            showsStatus = !text.isEmpty();
        }
    }

    /** Text as it is, which may be none. */
    public void text(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void line(String text) {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** One JSON document on a line of its own. */
    public synchronized void json(JsonNode json) {
        write(Json.bytes(json));
        write(new byte[] {'\n'});
    }

    /** Bytes as they are; {@link PipeClosed} when nobody reads them any more. */
    public synchronized void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    public synchronized void write(byte[] bytes, int from, int count) {
        status("");
        try {
            out.write(bytes, from, count);
            out.flush();
            endsLine = count == 0 ? endsLine : bytes[from + count - 1] == '\n';
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw new PipeClosed();
            }
            throw new Problem(0, "cannot-write", "cannot write to standard output: " + e.getMessage(), "").refused();
        }
    }

    /** A line that stands alone, even when what was written before it did not end its own. */
    public synchronized void heading(String text) {
        line(endsLine ? text : "\n" + text);
    }

    /** Bytes for standard error as they are. */
    public synchronized void writeError(byte[] bytes, int from, int count) {
        if (showsStatus) {
            status("");
        }
        try {
            err.write(bytes, from, count);
            err.flush();
        } catch (IOException e) {
            // there is no third place to say so
        }
    }

    /** One line for the person in front of it, on standard error. */
    public void note(String text) {
        plainNote("dropops: " + text);
    }

    public void plainNote(String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        writeError(line, 0, line.length);
    }

    public String painted(String text, Colour colour) {
        return coloured ? colour.on(text) : text;
    }
}
