package ai.dropops.operator.files;

import ai.dropops.operator.ledger.Content;
import ai.dropops.operator.vault.Recording;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What is only looked at, on its way to standard output. */
record Looking(Resolution resolution, Versions versions, long largestFile, Recording recording) {
    private static final int MOST_NAMES = 100_000;
    /** What is looked at before and after a part of a file, so that a secret is not shown by asking for half of it. */
    private static final int AROUND = 64 * 1024;

    void at(ReadFile read) throws IOException {
        if (read.version().isEmpty()) {
            readPresent(read);
        } else {
            readVersion(read);
        }
        sayWhatIsHidden(read.path());
    }

    private void readPresent(ReadFile read) throws IOException {
        try (Place place = Place.of(read.path(), resolution)) {
            try (Place.Found found =
                    place.open().orElseThrow(() -> new Failed(read.path() + " does not exist", Libc.ENOENT))) {
                copy(read, found);
            }
        }
    }

    private void sayWhatIsHidden(String path) {
        recording.end(Stream.STDOUT);
        long hidden = recording.replaced(Stream.STDOUT);
        if (hidden > 0) {
            String note =
                    "%s is not shown as it is: the Sentinel replaced %d %s; a new content must be without placeholders%n"
                            .formatted(path, hidden, hidden == 1 ? "place" : "places");
            recording.append(Stream.STDERR, ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void copy(ReadFile read, Place.Found found) throws Failed {
        long most = most(read, found.facts().size());
        long before = Math.min(read.offset(), AROUND);
        copy(found, read.offset() - before, before, recording::lead);
        if (copy(found, read.offset(), most, recording::append) == most) {
            copy(found, read.offset() + most, AROUND, recording::trail);
        }
    }

    /** Hands on {@code count} bytes from {@code offset} on, or those there are, and answers how many. */
    private static long copy(Place.Found found, long offset, long count, BiConsumer<Stream, ByteBuffer> to)
            throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(FrameCodec.MAX_OUTPUT);
            long done = 0;
            while (done < count) {
                MemorySegment part = buffer.asSlice(0, Math.min(buffer.byteSize(), count - done));
                int read = Libc.read(found.descriptor().fd(), part, offset + done);
                if (read == 0) {
                    return done;
                }
                to.accept(Stream.STDOUT, part.asByteBuffer().limit(read));
                done += read;
            }
            return done;
        }
    }

    /** How many bytes are read of a file of {@code size}; a {@link Failed} when those are more than the policy allows. */
    private long most(ReadFile read, long size) throws Failed {
        long wanted = Math.min(read.limit(), Math.max(0, size - read.offset()));
        if (wanted > largestFile) {
            throw new Failed(read.path() + " has " + size + " bytes and the policy lets " + largestFile
                    + " be read at once; give an offset and a limit");
        }
        return wanted;
    }

    private void readVersion(ReadFile read) throws IOException {
        Content content = versions.at(read.version(), read.path());
        switch (content) {
            case Content.Absent _ ->
                throw new Failed(read.path() + " does not exist in version " + read.version(), Libc.ENOENT);
            case Content.Present(var bytes, boolean _) -> {
                int from = (int) Math.min(read.offset(), bytes.size());
                int end = from + (int) most(read, bytes.size());
                recording.lead(Stream.STDOUT, ByteBuffer.wrap(bytes.array(), 0, from));
                recording.append(Stream.STDOUT, ByteBuffer.wrap(bytes.array(), from, end - from));
                recording.trail(Stream.STDOUT, ByteBuffer.wrap(bytes.array(), end, bytes.size() - end));
            }
        }
    }

    /** A line an entry: mode, owner, group, size, time, name; control characters in names are escaped. */
    void list(String path) throws Failed {
        try (Descriptor folder = resolution.folder(path, Libc.O_RDONLY)) {
            var names = new ArrayList<String>();
            for (List<byte[]> some = Libc.names(folder.fd()); !some.isEmpty(); some = Libc.names(folder.fd())) {
                some.forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
                if (names.size() > MOST_NAMES) {
                    throw new Failed(path + " holds more than " + MOST_NAMES + " names; list it by a command");
                }
            }
            names.removeIf(name -> name.equals(".") || name.equals(".."));
            names.sort(null);
            for (String name : names) {
                say(line(folder, name));
            }
        }
    }

    private static String line(Descriptor folder, String name) {
        try {
            Facts facts = Libc.facts(folder.fd(), name);
            return "%s %6d %6d %12d %s %s%n"
                    .formatted(
                            facts.modeText(),
                            facts.owner(),
                            facts.group(),
                            facts.size(),
                            facts.modified(),
                            visible(name));
        } catch (Failed e) {
            return "?--------- " + visible(name) + " (" + e.getMessage() + ")\n";
        }
    }

    void history(String path) throws IOException {
        for (var entry : versions.history(path)) {
            say("%s %s %12s %s%n"
                    .formatted(
                            entry.version(),
                            entry.at(),
                            entry.size() < 0 ? "absent" : String.valueOf(entry.size()),
                            visible(entry.said())));
        }
    }

    void say(String text) {
        recording.append(Stream.STDOUT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String visible(String name) {
        var text = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                text.append("\\x%02x".formatted(c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }
}
