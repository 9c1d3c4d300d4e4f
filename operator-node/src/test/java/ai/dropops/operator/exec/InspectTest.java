package ai.dropops.operator.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Verdict;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that may speak to this host's services and have no shell. */
class InspectTest {
    private static final Confinement EVERYTHING = new Confinement(EnumSet.allOf(Profile.class), 7, true, true);

    @TempDir
    Path folder;

    private Workplace place;

    @BeforeEach
    void open() throws IOException {
        place = Workplace.in(folder);
    }

    @Test
    void inspectSpeaksToTheKernelAndToLocalServicesOnly() throws Exception {
        Workplace.Result addresses = place.run(Profile.INSPECT, "ip addr");
        assertThat(addresses.output()).contains("lo:");
        assertThat(addresses.exitCode()).isZero();
        Path path = folder.resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Workplace.Result spoken = place.run(
                    Profile.INSPECT,
                    "perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Peer => \"" + path + "\") or die; print 1'");
            assertThat(spoken.output()).isEqualTo("1");
        }
        assertThat(place.run(Profile.INSPECT, "perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0) or die'")
                        .exitCode())
                .isNotZero();
        assertThat(place.run(Profile.INSPECT, "ip link set lo down").exitCode()).isNotZero();
        assertThat(place.run(Profile.INSPECT, "touch " + place.work.resolve("new"))
                        .exitCode())
                .isNotZero();
        assertThat(place.run(Profile.INSPECT, "echo 'one word'  \"and one\" -x=1")
                        .output())
                .isEqualTo("one word and one -x=1\n");
    }

    @Test
    void inspectTakesNoShellAndNoForeignProgram() {
        for (String command : List.of(
                "ip addr; true",
                "ip addr\ntrue",
                "ip addr | cat",
                "ip addr > /tmp/x",
                "ip $(id)",
                "ip \"`id`\"",
                "X=1 ip addr",
                "ls *",
                "ls ~",
                "ls {a,b}",
                "ip addr &",
                "ip 'unclosed",
                "/tmp/ip addr",
                "/usr/bin/../../tmp/ip addr",
                "./ip addr",
                "nosuchprogram")) {
            assertThatThrownBy(() -> place.run(Profile.INSPECT, command))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'inspect'");
        }
    }

    @Test
    void whatTheGuardAllowsToInspectNeedsNoShellHere() throws Exception {
        int seen = 0;
        var facts = new HostFacts(HostFacts.Kind.SOLO, EVERYTHING);
        for (String line : CorpusLines.all()) {
            String command = line.translateEscapes();
            if (Guard.judge(RunCommand.of(command), facts, Policy.defaults())
                            instanceof Verdict.Allow(Profile profile, var _, var _)
                    && profile == Profile.INSPECT) {
                seen++;
                assertThat(needsShell(command)).as(command).isFalse();
            }
        }
        assertThat(seen).isGreaterThan(50);
    }

    /** A program this machine lacks is none of the guard's faults. */
    private static boolean needsShell(String command) {
        try {
            PlainArguments.of(command);
            return false;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("needs a shell");
        }
    }
}
