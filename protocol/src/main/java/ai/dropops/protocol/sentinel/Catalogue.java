package ai.dropops.protocol.sentinel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The kinds a scrubber knows, earlier ones first where two begin at the same place. */
public final class Catalogue {
    private final List<Kind> kinds;
    private final Detector detector;

    private Catalogue(List<Kind> kinds) throws MalformedPattern {
        this.kinds = List.copyOf(kinds);
        this.detector = Detector.of(this.kinds);
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
        return new Catalogue(all);
    }

    public List<Kind> kinds() {
        return kinds;
    }

    Detector detector() {
        return detector;
    }

    /** Made when it is first asked for: that takes a moment. */
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
