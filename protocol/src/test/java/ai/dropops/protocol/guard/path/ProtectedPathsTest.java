package ai.dropops.protocol.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtectedPathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/etc/shadow",
                "/etc/group",
                "/etc/gshadow",
                "/etc/sudoers",
                "/etc/sudoers.d/x",
                "/etc/ssh/sshd_config",
                "/etc/pam.d/sshd",
                "/etc/security/limits.conf",
                "/etc/ld.so.preload",
                "/etc/ld.so.conf.d/x.conf",
                "/etc/hosts",
                "/etc/resolv.conf",
                "/etc/fstab",
                "/etc/crontab",
                "/etc/cron.d/x",
                "/etc/cron.daily/x",
                "/etc/init.d/x",
                "/etc/systemd/system/x.service",
                "/etc/rc.local",
                "/etc/profile",
                "/etc/profile.d/x.sh",
                "/etc/bash.bashrc",
                "/etc/environment",
                "/etc/selinux/config",
                "/etc/apparmor.d/x",
                "/boot/vmlinuz",
                "/root/.ssh/authorized_keys",
                "/root/.bashrc",
                "/bin/ls",
                "/sbin/init",
                "/usr/bin/env",
                "/usr/sbin/x",
                "/usr/local/bin/x",
                "/usr/local/sbin/x",
                "/lib/x.so",
                "/lib64/x.so",
                "/usr/lib/x.so",
                "/proc/sys/kernel/x",
                "/sys/x",
                "/dev/sda",
                "/srv/../etc/passwd",
                "/home/ann/.ssh/authorized_keys",
                "/opt/x/.dropops/policy.yaml"
            })
    void theSystemIsProtected(String path) {
        assertThat(ProtectedPaths.SYSTEM.matching(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/nginx/nginx.conf",
                "/etc/hosts.allow",
                "/etc/passwd.txt",
                "/etc/profiles",
                "/srv/etc/passwd",
                "/home/ann/bin/x",
                "/home/ann/.bashrc",
                "/usr/share/x",
                "/usr/libexecutable",
                "/devices",
                "/var/www/index.html"
            })
    void theWorkOfEveryDayIsNot(String path) {
        assertThat(ProtectedPaths.SYSTEM.matching(path)).isEmpty();
    }

    @Test
    void aFolderThatHoldsProtectedPathsIsKnown() {
        assertThat(ProtectedPaths.SYSTEM.below("/etc")).isPresent();
        assertThat(ProtectedPaths.SYSTEM.below("/")).isPresent();
        assertThat(ProtectedPaths.SYSTEM.below("/etc/nginx")).isEmpty();
    }
}
