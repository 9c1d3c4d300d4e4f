package ai.dropops.operator.files;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file in the making, beside the one it will replace, so that whoever looks sees the old file or the new one. It is
 * gone when it is closed without having been put into its place.
 */
final class Replacement implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OWNER_ONLY = 0600;
    private static final int NEW_FILE = 0644;
    /** Gives a program rights, and is never kept. */
    private static final String CAPABILITY = "security.capability";

    private final Place place;
    private final String name;
    private final Descriptor file;
    private boolean placed;

    private Replacement(Place place, String name, Descriptor file) {
        this.place = place;
        this.name = name;
        this.file = file;
    }

    static Replacement beside(Place place) throws Failed {
        var random = new byte[12];
        RANDOM.nextBytes(random);
        String name = ".dropops-" + HexFormat.of().formatHex(random) + ".tmp";
        int flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW;
        return new Replacement(
                place, name, new Descriptor(Libc.openat(place.folder().fd(), name, flags, OWNER_ONLY)));
    }

    /**
     * Writes {@code content} through to the disk, and gives the file the owner, attributes and permissions of the old one.
     *
     * @param permissions what it may have instead
     */
    void fill(byte[] content, Optional<Place.Found> old, Optional<Integer> permissions) throws Failed {
        Libc.write(file.fd(), content);
        if (old.isPresent()) {
            takeAfter(old.get());
        }
        int kept = old.map(found -> found.facts().permissions()).orElse(NEW_FILE);
        Libc.chmod(file.fd(), permissions.orElse(kept));
        Libc.sync(file.fd());
    }

    private void takeAfter(Place.Found old) throws Failed {
        Facts own = file.facts();
        if (own.owner() != old.facts().owner() || own.group() != old.facts().group()) {
            Libc.chown(file.fd(), old.facts().owner(), old.facts().group());
        }
        for (String attribute : Libc.attributes(old.descriptor().fd())) {
            byte[] value = Libc.attribute(old.descriptor().fd(), attribute);
            if (!attribute.equals(CAPABILITY) && !Arrays.equals(value, Libc.attribute(file.fd(), attribute))) {
                Libc.attribute(file.fd(), attribute, value);
            }
        }
    }

    /** Takes the place of what is there. */
    void replace() throws Failed {
        put(0);
    }

    /** Takes its place if nothing is there. */
    void create() throws Failed {
        put(Libc.RENAME_NOREPLACE);
    }

    private void put(int how) throws Failed {
        Libc.rename(place.folder().fd(), name, place.name(), how);
        placed = true;
        Libc.sync(place.folder().fd());
        if (!Libc.facts(place.folder().fd(), place.name()).isSameFile(file.facts())) {
            throw new Failed(place.path() + " was replaced by somebody else in the same moment");
        }
    }

    @Override
    public void close() {
        file.close();
        if (!placed) {
            try {
                Libc.unlink(place.folder().fd(), name);
            } catch (Failed e) {
                // somebody else has taken it away
            }
        }
    }
}
