package ai.dropops.operator.confine;

import static ai.dropops.protocol.guard.path.ProtectedPaths.SYSTEM;

import ai.dropops.protocol.guard.path.PathGlob;
import ai.dropops.protocol.guard.path.Wildcards;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What no command under {@code change} may alter, whoever approved it: the guard's list as paths of this host. */
final class ProtectedPaths {
    private static final String ALL_BELOW = "**";

    /** Where a manager takes orders: whoever may speak there can have anything done outside every rule. */
    private static final List<String> MANAGERS = List.of(
            "/run/acpid.socket",
            "/run/buildkit/buildkitd.sock",
            "/run/containerd/containerd.sock",
            "/run/containerd/debug.sock",
            "/run/crio/crio.sock",
            "/run/dbus/system_bus_socket",
            "/run/docker.sock",
            "/run/incus/unix.socket",
            "/run/k3s/containerd/containerd.sock",
            "/run/libvirt/libvirt-sock",
            "/run/libvirt/virtqemud-sock",
            "/run/podman/podman.sock",
            "/run/snapd-snap.socket",
            "/run/snapd.socket",
            "/run/systemd/private",
            "/run/udev/control",
            "/var/lib/incus/unix.socket",
            "/var/lib/lxd/unix.socket",
            "/var/snap/lxd/common/lxd/unix.socket");

    /** Folders every socket of which is a manager's, directly or one folder down. */
    private static final List<String> OF_MANAGERS = List.of("/run/systemd", "/run/user");

    /** Of those folders what only takes notes. */
    private static final Set<String> NOTE_TAKERS = Set.of("/run/systemd/journal", "/run/systemd/resolve");

    private ProtectedPaths() {}

    /**
     * Every path the guard's list protects at a place of its own, those that are not there too, which must stay away; of
     * names with wildcards those that are there. A name in any folder, such as {@code **}{@code /.ssh/rc}, has no place.
     */
    static Set<Path> all() {
        return SYSTEM.globs().stream()
                .filter(PathGlob::hasPlace)
                .flatMap(ProtectedPaths::places)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> places(PathGlob glob) {
        Stream<Path> places = Stream.of(Path.of("/"));
        for (String name : glob.segments()) {
            if (name.equals(ALL_BELOW)) {
                return places;
            }
            places = places.flatMap(folder -> named(folder, name));
        }
        return places;
    }

    private static Stream<Path> named(Path folder, String name) {
        return name.contains("*") || name.contains("?")
                ? children(folder).stream()
                        .filter(child ->
                                Wildcards.matches(name, child.getFileName().toString()))
                : Stream.of(folder.resolve(name));
    }

    /** The managers' sockets that are there now. */
    static Set<Path> managerSockets() {
        var sockets = new TreeSet<Path>();
        MANAGERS.stream().map(Path::of).filter(Files::exists).forEach(sockets::add);
        for (String folder : OF_MANAGERS) {
            for (Path child : children(Path.of(folder))) {
                if (isSocket(child)) {
                    sockets.add(child);
                } else if (Files.isDirectory(child) && !NOTE_TAKERS.contains(child.toString())) {
                    children(child).stream().filter(ProtectedPaths::isSocket).forEach(sockets::add);
                }
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path path) {
        try {
            return (((Integer) Files.getAttribute(path, "unix:mode")) & 0170000) == 0140000;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static List<Path> children(Path folder) {
        var children = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            return children; // not there, or going away
        }
        return children;
    }
}
