package ai.dropops.load.compare;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Ports;
import ai.dropops.load.stage.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSH on a loopback port, with a host key, a client key and a configuration of its own. */
public final class Ssh implements AutoCloseable {
    private static final Path SERVER = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port = Ports.free();
    private final Running server;

    private Ssh(Path folder) throws IOException {
        this.folder = folder;
        key("host");
        key("client");
        Files.copy(folder.resolve("client.pub"), folder.resolve("authorized"));
        Files.writeString(folder.resolve("config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s/host
                AuthorizedKeysFile %s/authorized
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                MaxStartups 1000
                """.formatted(port, folder, folder));
        this.server = Running.start(
                "sshd",
                List.of(
                        SERVER.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("config").toString()),
                folder,
                folder.resolve("sshd.log"),
                Map.of());
        Await.until("sshd listens", this::listens);
    }

    /** Whether OpenSSH's server is on this machine. */
    public static boolean isInstalled() {
        return Files.isExecutable(SERVER);
    }

    public static Ssh start(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        return new Ssh(folder);
    }

    /** How long {@code ssh localhost cat FILE} takes until the last byte has come out of the pipe. */
    public Duration cat(Path file, String... options) throws IOException {
        var command = new ArrayList<>(List.of("ssh", "-F", clientConfig().toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("here", "cat " + file));
        long begun = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectError(folder.resolve("ssh.log").toFile())
                .start();
        long bytes = 0;
        var buffer = new byte[256 * 1024];
        try (var pipe = process.getInputStream()) {
            for (int read = pipe.read(buffer); read >= 0; read = pipe.read(buffer)) {
                bytes += read;
            }
        }
        if (bytes != Files.size(file)) {
            throw new IOException(
                    "ssh brought " + bytes + " bytes: " + Files.readString(folder.resolve("ssh.log")) + server.log());
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** A client's configuration in which every host name means this server. */
    public Path clientConfig() throws IOException {
        return Files.writeString(
                folder.resolve("client.config"), """
                Host *
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  IdentityFile %s/client
                  IdentitiesOnly yes
                  StrictHostKeyChecking no
                  UserKnownHostsFile /dev/null
                  LogLevel ERROR
                """.formatted(port, System.getProperty("user.name"), folder));
    }

    private void key(String name) throws IOException {
        Path key = folder.resolve(name);
        var made = Running.start(
                "ssh-keygen",
                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()),
                folder,
                folder.resolve("keygen.log"),
                Map.of());
        if (made.awaitEnd(Duration.ofSeconds(10)) != 0) {
            throw new IOException(made.log());
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
