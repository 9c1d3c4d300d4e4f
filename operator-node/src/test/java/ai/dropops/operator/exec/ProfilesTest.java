package ai.dropops.operator.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real commands can and cannot do under each profile, on the kernel the tests run on. */
class ProfilesTest {
    private static final Confinement HERE = Shell.confinement(Path.of(".dropops"));

    @TempDir
    Path folder;

    private Workplace place;

    @BeforeEach
    void open() throws IOException {
        place = Workplace.in(folder);
    }

    @Test
    void thisHostCanBeHeldToEveryProfile() {
        assumeTrue(HERE.landlockAbi() >= 6 && HERE.root(), "needs Landlock 6 and root, has " + HERE);
        assertThat(HERE.profiles()).containsExactlyInAnyOrder(Profile.values());
        assertThat(HERE.scopes()).isTrue();
    }

    @Test
    void everydayReadingWorksUnderLook() throws Exception {
        for (String command : List.of(
                "ls -l / /etc /dev",
                "cat /etc/os-release",
                "ps aux",
                "df -h",
                "id",
                "uname -a",
                "grep -r root /etc/passwd",
                "find /etc -maxdepth 1 -name passwd",
                "cat /proc/meminfo /proc/self/status",
                "echo a | sort | uniq -c | tee /dev/stderr > /dev/null",
                "diff <(echo a) <(echo a)",
                "cat <<< \"$(head -c 200000 /dev/zero | tr '\\0' x)\" | wc -c",
                "head -c 4 /dev/urandom | wc -c",
                "date; uptime; hostname",
                "sleep 0.1 & wait; timeout 5 true; nice true; ulimit -a > /dev/null",
                "bash -c 'seq 1 200000 | sort -S 100K -n | tail -1'",
                "f=$(mktemp) && echo x > $f && cat $f && d=$(mktemp -d) && mkdir $d/e && mv $f $d/e/ && rm -r $d",
                "cat " + place.work.resolve("file"))) {
            Workplace.Result result = place.look(command);
            assertThat(result.exitCode()).as("%s: %s", command, result.output()).isZero();
        }
    }

    @Test
    void gitCanBeReadUnderLook() throws Exception {
        String repository = place.work.toString();
        place.run(
                Profile.CHANGE,
                "cd " + repository
                        + " && git init -q . && git -c user.name=x -c user.email=x@y commit -q --allow-empty -m first");
        assertThat(place.look("git -C " + repository + " log --oneline").output())
                .contains("first");
        assertThat(place.look("git -C " + repository + " status").exitCode()).isZero();
    }

    @Test
    void nothingChangesUnderLook() throws Exception {
        Path file = place.work.resolve("file");
        for (String command : List.of(
                "echo two > FILE",
                "echo two >> FILE",
                "rm FILE",
                "mv FILE FILE.2",
                "ln FILE FILE.2",
                "ln -s FILE FILE.2",
                "mkdir FILE.2",
                "mkfifo FILE.2",
                "truncate -s 0 FILE",
                "chmod 600 FILE",
                "chmod 4755 FILE",
                "chown 1:1 FILE",
                "touch FILE",
                "touch -d 2001-01-01 FILE",
                "cp --preserve=all FILE FILE.2",
                "sed -i s/one/two/ FILE",
                "dd if=/dev/zero of=FILE count=1",
                "perl -e 'truncate(q(FILE), 0) or die'",
                "exec 7<FILE && echo x > /proc/self/fd/7",
                "chattr +A FILE",
                "setfattr -n user.x -v 1 FILE",
                "ln FILE $TMPDIR/x && echo two > $TMPDIR/x",
                "echo x > /dev/shm/dropops-test",
                "head -c 1 /dev/kmsg",
                "echo x > /proc/self/comm")) {
            Workplace.Result result = place.look(command.replace("FILE", file.toString()));
            assertThat(result.exitCode()).as(command).isNotZero();
        }
        assertThat(file).hasContent("one\n");
        assertThat(Files.getPosixFilePermissions(file)).hasSizeGreaterThan(2);
        try (var entries = Files.list(place.work)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void nobodyIsReachedUnderLook() throws Exception {
        Path path = folder.resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path)).configureBlocking(false);
            assertFails("perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0) or die \"$!\\n\"'");
            assertFails("exec 3<>/dev/tcp/127.0.0.1/1");
            assertFails("exec 3<>/dev/udp/127.0.0.1/53");
            assertFails("ip addr");
            assertFails("perl -MSocket -e 'socketpair(A, B, AF_UNIX, SOCK_DGRAM, 0) or die qq($!\\n);"
                    + " send(A, q(x), 0, pack_sockaddr_un(q(" + path + "))) or die qq($!\\n)'");
            assertThat(server.accept()).isNull();
        }
        long pid = ProcessHandle.current().pid();
        assertFails("kill -0 " + pid);
        assertFails("kill -0 1");
        assertFails("renice 5 -p " + pid);
        assertFails("perl -e 'setpriority(2, 0, 1) or die \"$!\\n\"'");
        assertFails("unshare -U true");
        assertFails("cat /proc/" + pid + "/environ");
    }

    @Test
    void ofRootsPowersOnlyReadingIsLeftUnderLook() throws Exception {
        String expected = HERE.root() ? "CapBnd:0000000000000004" : "";
        assertThat(place.look("grep -E 'CapBnd|CapEff|CapInh|NoNewPrivs|Seccomp:' /proc/self/status | tr -d '\\t'")
                        .output())
                .contains("NoNewPrivs:1", "Seccomp:2", "CapInh:0000000000000000")
                .contains(expected);
    }

    @Test
    void secretsOfOursCannotBeReadUnasked() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path local = Files.createDirectories(data.resolve("local-operator/.dropops"));
        Files.writeString(data.resolve("cli.json"), "{}");
        Files.writeString(data.resolve("journal.db"), "x");
        Files.writeString(data.resolve("local-operator/operator.key"), "x");
        Files.writeString(data.resolve("local-operator/notes"), "x");
        assertFails("cat " + place.home.resolve("secret"));
        place = place.ofOperatorIn(local);
        assertFails("cat " + data.resolve("cli.json"));
        assertFails("cat " + data.resolve("journal.db"));
        assertFails("cat " + data.resolve("local-operator/operator.key"));
        assertThat(place.look("cat " + data.resolve("local-operator/notes")).output())
                .isEqualTo("x");
    }

    @Test
    void whatLookHasToItselfIsGoneAfterwards() throws Exception {
        Workplace.Result result = place.look(
                "echo $TMPDIR; mkdir -p $TMPDIR/a/b; echo x > $TMPDIR/a/b/c; ln -s /etc $TMPDIR/a/etc; umask");
        Path scratch = Path.of(result.output().lines().findFirst().orElseThrow());
        assertThat(scratch.getParent()).isEqualTo(place.home.resolve("scratch"));
        Workplace.until(() -> Files.notExists(scratch));
        assertThat(Path.of("/etc/passwd")).exists();
    }

    @Test
    void whatLookLeavesRunningEndsWithIt() throws Exception {
        ExecutionId id = Workplace.next();
        place.run(
                id,
                RunCommand.of("setsid sleep 1000 > /dev/null 2>&1 & echo up").under(Profile.LOOK));
        Workplace.until(() -> Processes.now().all().stream()
                .noneMatch(process -> !process.isZombie() && process.carries(CommandEnvironment.MARK + "=" + id)));
    }

    @Test
    void lookIsBoundedAndToldLittle() throws Exception {
        Workplace.Result result = place.look("ulimit -c; ulimit -d; ulimit -f; ulimit -t; env");
        assertThat(result.output()).startsWith("0\n4194304\n1048576\n3600\n");
        assertThat(result.output()
                        .lines()
                        .filter(line -> line.matches("[A-Z_]+=.*"))
                        .map(line -> line.replaceAll("=.*", "")))
                .isSubsetOf(
                        "CI",
                        "COLUMNS",
                        "DEBIAN_FRONTEND",
                        "DROPOPS_EXECUTION",
                        "HOME",
                        "LANG",
                        "LANGUAGE",
                        "LC_ALL",
                        "LC_CTYPE",
                        "LINES",
                        "LOGNAME",
                        "NONINTERACTIVE",
                        "OLDPWD",
                        "PATH",
                        "PWD",
                        "SHELL",
                        "SHLVL",
                        "TERM",
                        "TMPDIR",
                        "TZ",
                        "USER",
                        "_");
    }

    @Test
    void approvedChangesAreMade() throws Exception {
        for (String command : List.of(
                "echo two > WORK/new",
                "sed -i s/one/two/ WORK/file",
                "mkdir WORK/sub && mv WORK/new WORK/sub/ && rm -r WORK/sub",
                "chmod 600 WORK/file && touch WORK/file",
                "f=$(mktemp -p WORK) && echo x > $f && rm $f",
                "echo x > /dev/null; echo x | tee /dev/stderr > /dev/null",
                "echo x > /dev/shm/dropops-$$ && rm /dev/shm/dropops-$$",
                "exec 3<>/dev/udp/127.0.0.1/9")) {
            Workplace.Result result = place.run(Profile.CHANGE, command.replace("WORK", place.work.toString()));
            assertThat(result.exitCode()).as("%s: %s", command, result.output()).isZero();
        }
        assertThat(place.work.resolve("file")).hasContent("two\n");
    }

    @Test
    void noApprovalOpensProtectedPathsUnderChange() throws Exception {
        assumeTrue(HERE.root(), "another user than root has no rights there anyway");
        for (String command : List.of(
                "touch /etc/passwd",
                "chmod 644 /etc/shadow",
                "chown 0:0 /etc/sudoers /etc/group",
                "echo >> /etc/hosts",
                "mv /etc/hosts /etc/hosts.old",
                "echo x > /etc/ld.so.preload",
                "mkdir /etc/sudoers.d/x /etc/pam.d/x",
                "touch /usr/bin/dropops-test",
                "touch /usr/local/bin/dropops-test",
                "mv /usr/local /usr/local2",
                "mv /usr /usr2",
                "touch /boot/x",
                "echo 1 > /proc/sys/kernel/printk",
                "echo x > /proc/sysrq-trigger",
                "mknod WORK/disk b 1 0",
                "chmod 4755 WORK/file",
                "touch HOME/x",
                "echo > HOME/secret",
                "mv HOME HOME.2",
                "mv HOME/.. HOME/../../operator2",
                "umount /etc/passwd",
                "mount -o remount,rw /etc/passwd",
                "unshare -m true",
                "head -c 1 /dev/mem",
                "kill -0 1",
                "touch /proc/1/root/etc/passwd")) {
            Workplace.Result result = place.run(
                    Profile.CHANGE,
                    command.replace("WORK", place.work.toString()).replace("HOME", place.home.toString()));
            assertThat(result.exitCode()).as("%s: %s", command, result.output()).isNotZero();
        }
        assertThat(place.home.resolve("secret")).hasContent("of the vault\n");
        assertThat(Path.of("/etc/ld.so.preload")).doesNotExist();
    }

    @Test
    void systemIsHeldOnlyByWhoTheOperatorIs() throws Exception {
        String expected = HERE.root() ? "0\n" : "1\n";
        assertThat(place.run(Profile.SYSTEM, "sed -n 's/^NoNewPrivs:\\t//p' /proc/self/status")
                        .output())
                .isEqualTo(expected);
    }

    @Test
    void confinedThreadsLeaveNothingBehind() throws Exception {
        for (Profile profile : Profile.values()) {
            for (int i = 0; i < 5; i++) {
                place.run(profile, "echo x");
            }
        }
        assertThat(confinedThreads()).isEmpty();
        Path free = place.work.resolve("free");
        Thread.ofVirtual().start(() -> touch(free)).join();
        assertThat(free).exists();
    }

    private static List<String> confinedThreads() throws IOException {
        var found = new ArrayList<String>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                try {
                    String status = Files.readString(task.resolve("status"));
                    if (status.contains("NoNewPrivs:\t1") || !status.contains("Seccomp:\t0")) {
                        found.add(Files.readString(task.resolve("comm")).strip());
                    }
                } catch (IOException e) {
                    // it ended while it was looked at
                }
            }
        }
        return found;
    }

    private static void touch(Path path) {
        try {
            Files.createFile(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertFails(String command) throws Exception {
        Workplace.Result result = place.look(command);
        assertThat(result.exitCode()).as("%s: %s", command, result.output()).isNotZero();
    }
}
