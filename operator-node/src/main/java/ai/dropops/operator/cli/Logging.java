package ai.dropops.operator.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** One line a fact, on standard error. */
public final class Logging {
    /** Kept, because the runtime forgets loggers nobody refers to. */
    private static final Logger OURS = Logger.getLogger("ai.dropops");

    private Logging() {}

    public static void configure(LogLevel level) {
        // now, while there is one thread: a logger asked for while another thread binds SLF4J can stay silent for ever
        LoggerFactory.getILoggerFactory();
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var console = new ConsoleHandler();
        Level shown = switch (level) {
            case INFO -> Level.INFO;
            case ERROR -> Level.SEVERE;
            case DEBUG -> Level.FINE;
        };
        console.setLevel(shown);
        console.setFormatter(new Line());
        root.addHandler(console);
        OURS.setLevel(shown);
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord entry) {
            var text = new StringWriter();
            text.append(Instant.ofEpochMilli(entry.getMillis())
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString())
                    .append(' ')
                    .append(entry.getLevel().getName().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(formatMessage(entry))
                    .append('\n');
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            return text.toString();
        }
    }
}
