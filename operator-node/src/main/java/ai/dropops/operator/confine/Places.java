package ai.dropops.operator.confine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The paths rules are about, as they are on this host now.
 *
 * @param secrets what {@code look} may not read
 * @param own what {@code change} may not change of what is the operator's
 * @param fixed the same and what is the system's
 * @param managers sockets {@code change} may not speak to
 */
record Places(Set<Path> secrets, Set<Path> own, Set<Path> fixed, Set<Path> managers) {
    /** Enough to see whether the kernel takes every kind of rule. */
    static final Places SAMPLE = new Places(Set.of(), Set.of(), Set.of(Path.of("/proc")), Set.of());

    static Places of(Path home, Map<String, String> environment) {
        OwnFiles own = OwnFiles.around(home, environment).present();
        Set<Path> fixed = ProtectedPaths.all();
        fixed.addAll(own.kept());
        return new Places(own.secrets(), own.kept(), fixed, ProtectedPaths.managerSockets());
    }
}
