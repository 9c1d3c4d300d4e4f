package ai.dropops.protocol.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SensitivePathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/shadow",
                "/etc//shadow",
                "/etc/./shadow",
                "/etc/x/../shadow",
                "/etc/shadow-",
                "/etc/sh?dow",
                "/etc/sudoers.d/me",
                "/root/anything",
                "/root",
                "/home/ann/.ssh/id_ed25519",
                "~/.ssh/config",
                "~ann/.aws/credentials",
                ".env",
                "/srv/app/.env.production",
                "/srv/app/prod.env",
                "/proc/1/environ",
                "/proc/self/environ",
                "/proc/*/environ",
                "/proc/1/root/etc/passwd",
                "/proc/self/task/7/environ",
                "/proc/self/fd/3",
                "/etc/ssl/private/site.key",
                "/srv/tls/site.key",
                "/srv/tls/privkey.pem",
                "/var/run/secrets/kubernetes.io/serviceaccount/token",
                "/home/ann/.kube/config",
                "/home/ann/.bash_history",
                "/opt/dropops/.dropops/data/dropops.db",
                "/var/lib/dropops/cli.json",
                "/home/ann/keys/ann.approver",
                "/dev/sda",
                "/dev/nvme0n1p1",
                "/srv/app/terraform.tfstate",
                "*",
                "/srv/tls/s*",
                "/etc/*",
                "/var/log/.env",
                "/var/log/../../etc/sha*",
                "ssh_host_rsa_key"
            })
    void readingASecretIsSeen(String path) {
        assertThat(SensitivePaths.meeting(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/etc/passwd",
                "passwd.txt",
                "secretary.txt",
                "/srv/app/environment.md",
                "/etc/hosts",
                "/etc/environment",
                "/etc/nginx/nginx.conf",
                "/etc/*-release",
                "/etc/*.conf",
                "/var/log/syslog",
                "/var/log/*.log",
                "/proc/cpuinfo",
                "/proc/meminfo",
                "/proc/self/status",
                "/proc/1/cmdline",
                "/home/ann/notes.txt",
                "/home/ann/keys.md",
                "/srv/rooted/file",
                "/etc/ssh/sshd_config",
                "/etc/ssl/certs/ca-certificates.crt",
                "/etc/letsencrypt/live/example.org/fullchain.pem",
                "/dev/null",
                "/dev/urandom",
                "/var/log/*",
                "/var/log/syslog*",
                "/var/log/*/*.log",
                "*.log",
                "/srv/app/*.txt",
                "loop.py",
                ".",
                "..",
                "../logs/app.log",
                "shadowsocks.md",
                "tokenizer.py",
                "README.md",
                "config"
            })
    void anEverydayReadIsNotTakenForOne(String path) {
        assertThat(SensitivePaths.meeting(path)).isEmpty();
    }

    @Test
    void aFolderTellsWhetherSecretsLieBelow() {
        assertThat(SensitivePaths.below("/etc")).isPresent();
        assertThat(SensitivePaths.below("/")).isPresent();
        assertThat(SensitivePaths.below("/var/log")).isEmpty();
        assertThat(SensitivePaths.below("/srv/app")).isEmpty();
    }

    @Test
    void theListIsWhole() {
        assertThat(SensitivePaths.KNOWN.globs()).hasSizeGreaterThan(100);
    }
}
