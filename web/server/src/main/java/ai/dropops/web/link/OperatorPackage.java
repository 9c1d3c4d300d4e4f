package ai.dropops.web.link;

import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host downloads: a runtime of its own, the operator and a start script; made once, when it is first asked for. */
public final class OperatorPackage {
    /** The archive and the SHA-256 of its bytes. */
    record Built(Path archive, Digest sha256) {}

    private static final Logger LOG = LoggerFactory.getLogger(OperatorPackage.class);
    /** The database's libraries for other platforms, 13 MB, and all of Bouncy Castle but what Ed25519 takes, 8 MB. */
    private static final Pattern UNUSED = Pattern.compile("org/sqlite/native/(?!Linux/x86_64/).*"
            + "|META-INF/(BC2048KE[.].*|versions/[0-9]+/org/bouncycastle/.*)"
            + "|org/bouncycastle/(?!((asn1|asn1/x9|crypto|crypto/(constraints|digests|params|signers)|math/ec/rfc[0-9]+"
            + "|math/raw|util|util/encoders)/)?[^/]*$).*");

    private final Path jar;
    private final Path cache;
    private final List<String> modules;
    private final Executor executor;
    private @Nullable CompletableFuture<Built> built;

    /**
     * The package of {@code jar} and the {@code lib} folder beside it.
     *
     * @param cache a folder of ours that may be emptied at any time
     * @param executor where building may block
     */
    public OperatorPackage(Path jar, Path cache, List<String> modules, Executor executor) {
        this.jar = jar;
        this.cache = cache;
        this.modules = List.copyOf(modules);
        this.executor = executor;
    }

    /** The package, made if need be; after a failure the next call tries again. */
    synchronized CompletionStage<Built> get() {
        if (built == null || built.isCompletedExceptionally()) {
            built = CompletableFuture.supplyAsync(this::build, executor);
        }
        return built;
    }

    private Built build() {
        try {
            Files.createDirectories(cache);
            Path archive = cache.resolve("operator-" + version().hex().substring(0, 16) + ".tar.gz");
            if (Files.notExists(archive)) {
                Path staging = Files.createTempDirectory(cache, "package");
                try {
                    long start = System.nanoTime();
                    fill(staging.resolve("content"));
                    Path draft = staging.resolve("archive");
                    run(
                            "tar",
                            "-czf",
                            draft.toString(),
                            "-C",
                            staging.resolve("content").toString(),
                            ".");
                    Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
                    LOG.info(
                            "made the operator package, {} MB, in {} ms",
                            Files.size(archive) / 1_000_000,
                            (System.nanoTime() - start) / 1_000_000);
                } finally {
                    delete(staging);
                }
            }
            return new Built(archive, digest(List.of(archive)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(Path content) throws IOException {
        Files.createDirectories(content.resolve("app/lib"));
        String java = System.getProperty("java.home");
        run(
                java + "/bin/jlink",
                "--add-modules",
                String.join(",", modules),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-0",
                "--output",
                content.resolve("runtime").toString());
        slim(content.resolve("runtime"));
        copy(jar, content.resolve("app/operator-node.jar"));
        for (Path library : libraries()) {
            copy(library, content.resolve("app/lib").resolve(library.getFileName()));
        }
        Path script = content.resolve("dropops-operator");
        try (var in = OperatorPackage.class.getResourceAsStream("dropops-operator.sh")) {
            Files.write(script, Objects.requireNonNull(in).readAllBytes());
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Takes the symbols out of the runtime's libraries, 1.5 MB of the download, where there is a program that can. */
    private static void slim(Path runtime) throws IOException {
        var command = new ArrayList<String>(List.of("strip", "--strip-all"));
        try (Stream<Path> tree = Files.walk(runtime)) {
            tree.map(Path::toString).filter(name -> name.endsWith(".so")).forEach(command::add);
        }
        try {
            run(command.toArray(String[]::new));
        } catch (IOException e) {
            LOG.info("the operator package is a little larger than it need be: {}", e.getMessage());
        }
    }

    private List<Path> libraries() throws IOException {
        Path folder = jar.resolveSibling("lib");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Copies a jar without what the operator never loads. */
    private static void copy(Path from, Path to) throws IOException {
        try (var in = new ZipFile(from.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : in.stream().toList()) {
                if (!UNUSED.matcher(entry.getName()).matches()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    try (var content = in.getInputStream(entry)) {
                        content.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
        }
    }

    /** Stands for everything the package is made of. */
    private Digest version() throws IOException {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(String.join(",", modules).getBytes(StandardCharsets.UTF_8));
        sha256.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        sha256.update(digest(Stream.concat(Stream.of(jar), libraries().stream()).toList())
                .array());
        return Digest.wrap(sha256.digest());
    }

    private static Digest digest(List<Path> files) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        var buffer = new byte[1 << 16];
        for (Path file : files) {
            try (var in = Files.newInputStream(file)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    sha256.update(buffer, 0, read);
                }
            }
        }
        return Digest.wrap(sha256.digest());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException(command[0] + " ended with " + code + ": " + said.strip());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
