package ai.dropops.load.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The established TCP connections of a process of this machine, as the kernel lists them. */
final class Sockets {
    private static final Pattern INODE = Pattern.compile("socket:\\[(\\d+)]");
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE_COLUMN = 9;
    private static final String ESTABLISHED = "01";

    private Sockets() {}

    /** The remote ports {@code pid} is connected to. */
    static Set<Integer> remotePorts(long pid) {
        var inodes = new HashSet<String>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            descriptors.forEach(descriptor -> {
                Matcher socket = INODE.matcher(target(descriptor));
                if (socket.matches()) {
                    inodes.add(socket.group(1));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var ports = new HashSet<Integer>();
        ports.addAll(ports(pid, "tcp", inodes));
        ports.addAll(ports(pid, "tcp6", inodes));
        return ports;
    }

    private static Set<Integer> ports(long pid, String table, Set<String> inodes) {
        var ports = new HashSet<Integer>();
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "net", table))) {
            lines.skip(1).map(line -> line.strip().split("\\s+")).forEach(columns -> {
                if (columns[STATE].equals(ESTABLISHED) && inodes.contains(columns[INODE_COLUMN])) {
                    String remote = columns[REMOTE];
                    ports.add(Integer.parseInt(remote.substring(remote.indexOf(':') + 1), 16));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ports;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
