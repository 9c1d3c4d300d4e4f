package ai.dropops.protocol.action;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What became of an execution, in the words of the host it was meant for; its times are whole milliseconds. */
public sealed interface Outcome {
    /** The host would not act; nothing ran. The message is cut to a size every receipt can carry. */
    record Refused(Refusal reason, String message) implements Outcome {
        private static final int MAX_MESSAGE = 2000;

        public Refused {
            String cut = message.substring(0, Math.min(message.length(), MAX_MESSAGE));
            message = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }

    /**
     * The process ended.
     *
     * @param exitCode as the shell reports it: 128 + the signal's number when a signal ended it
     * @param cancelled whether it was told to stop
     */
    record Finished(
            int exitCode, boolean cancelled, Instant startedAt, Instant finishedAt, Output stdout, Output stderr)
            implements Outcome {
        public Finished {
            startedAt = inMillis(startedAt);
            finishedAt = inMillis(finishedAt);
        }
    }

    /** The process was started and its end was not seen, because the operator itself died; it is never run again. */
    record Interrupted(Instant startedAt, Output stdout, Output stderr) implements Outcome {
        public Interrupted {
            startedAt = inMillis(startedAt);
        }
    }

    /** The process runs; its end will be told. */
    record StillRunning(Instant startedAt) implements Outcome {
        public StillRunning {
            startedAt = inMillis(startedAt);
        }
    }

    /** The execution was forbidden before it began and can never run. */
    record Voided() implements Outcome {}

    /** Whether nothing more will be told. */
    default boolean isFinal() {
        return !(this instanceof StillRunning);
    }

    private static Instant inMillis(Instant instant) {
        return Instant.ofEpochMilli(instant.toEpochMilli());
    }
}
