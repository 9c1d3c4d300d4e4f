package ai.dropops.operator.confine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What no command under {@code change} may alter, whoever approved it: the one list, as data. */
final class ProtectedPaths {
    /** The system's own programs, libraries and views of the kernel. */
    private static final List<String> FOLDERS = List.of(
            "/bin",
            "/boot",
            "/dev",
            "/lib",
            "/lib32",
            "/lib64",
            "/libx32",
            "/proc",
            "/sbin",
            "/sys",
            "/usr/bin",
            "/usr/lib",
            "/usr/lib32",
            "/usr/lib64",
            "/usr/libexec",
            "/usr/libx32",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/usr/sbin");

    /** Who may log in, what starts, what is loaded, where names lead. All else below /etc can be edited. */
    private static final List<String> IN_ETC = List.of(
            "apparmor",
            "apparmor.d",
            "bash.bashrc",
            "cron.allow",
            "cron.d",
            "cron.daily",
            "cron.deny",
            "cron.hourly",
            "cron.monthly",
            "cron.weekly",
            "crontab",
            "environment",
            "fstab",
            "group",
            "gshadow",
            "hosts",
            "init.d",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "ld.so.preload",
            "nsswitch.conf",
            "pam.conf",
            "pam.d",
            "passwd",
            "profile",
            "profile.d",
            "rc.local",
            "resolv.conf",
            "security",
            "selinux",
            "shadow",
            "ssh",
            "subgid",
            "subuid",
            "sudo.conf",
            "sudoers",
            "sudoers.d",
            "systemd");

    private static final List<String> OF_ROOT =
            List.of("/root/.ssh", "/root/.bashrc", "/root/.profile", "/root/.bash_profile", "/root/.bash_login");

    private static final List<String> SPOOLS = List.of("/var/spool/cron", "/var/spool/at");

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

    /** Every protected path, those that are not there too, which must stay away. */
    static Set<Path> all() {
        var all = new TreeSet<Path>();
        FOLDERS.forEach(path -> all.add(Path.of(path)));
        IN_ETC.forEach(name -> all.add(Path.of("/etc", name)));
        OF_ROOT.forEach(path -> all.add(Path.of(path)));
        SPOOLS.forEach(path -> all.add(Path.of(path)));
        return all;
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
