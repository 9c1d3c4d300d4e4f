package ai.dropops.protocol.sentinel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The kinds a scrubber knows, earlier ones first where two begin at the same place. */
public final class Catalogue {
    private final List<Kind> kinds;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Detector detector;

    Catalogue(List<Kind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /** The kinds everybody needs, from {@code kinds.txt}. */
    public static Catalogue builtIn() {
        return BuiltIn.CATALOGUE;
    }

    /** These kinds and, before them, those that {@code text} describes in the form of {@code kinds.txt}. */
    public Catalogue with(String text) throws MalformedPattern {
        var all = new ArrayList<>(KindReader.read(text));
        for (Kind custom : all) {
            if (kinds.stream().anyMatch(kind -> kind.name().equals(custom.name()))) {
                throw new MalformedPattern("kind '" + custom.name() + "' is built in: give yours another name");
            }
        }
        all.addAll(kinds);
        var catalogue = new Catalogue(all);
        catalogue.detector = Detector.of(catalogue.kinds);
        return catalogue;
    }

    /** Makes ready what the first scrubber would wait for: some tenths of a second. */
    public void prepare() {
        detector();
    }

    /** A whole text with everything these kinds cover replaced. */
    public String scrub(String whole) {
        return new String(scrub(whole.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** As {@link #scrub(String)}, for bytes that may be no text. */
    public byte[] scrub(byte[] whole) {
        var scrubbed = new Scrubbed();
        var scrubber = new Scrubber(this, () -> 0, scrubbed);
        scrubber.feed(ByteBuffer.wrap(whole));
        scrubber.flush();
        return scrubbed.take();
    }

    public List<Kind> kinds() {
        return kinds;
    }

    /** Made when it is first asked for. */
    Detector detector() {
        Detector made = detector;
        return made == null ? make() : made;
    }

    private Detector make() {
        making.lock();
        try {
            Detector made = detector;
            if (made == null) {
                made = Detector.of(kinds);
                detector = made;
            }
            return made;
        } catch (MalformedPattern e) {
            throw new IllegalStateException(e); // only what is built in was not tried before
        } finally {
            making.unlock();
        }
    }

    private static final class BuiltIn {
        private static final Catalogue CATALOGUE = read();

        private static Catalogue read() {
            try (InputStream in = Catalogue.class.getResourceAsStream("kinds.txt")) {
                if (in == null) {
                    throw new IllegalStateException("kinds.txt is not packaged");
                }
                return new Catalogue(KindReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (MalformedPattern e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
