package ai.dropops.operator.confine;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Optional;

/** What this host's kernel can really be held to: every profile is put on by a thread that tries to break it and ends. */
public final class Trial {
    /** Whoever may write a file at all may write this one. */
    private static final String OWN_NAME = "/proc/thread-self/comm";

    /** Leave to share less, and less of nothing: only a filter has anything against it. */
    private static final long NOTHING_NEW = 0;

    private final Enclosures enclosures;

    public Trial(Enclosures enclosures) {
        this.enclosures = enclosures;
    }

    /** Takes a few milliseconds, and is not repeated: a kernel does not change while it runs. */
    public Confinement hold() {
        var profiles = EnumSet.of(Profile.SYSTEM);
        for (Profile profile : EnumSet.of(Profile.LOOK, Profile.INSPECT, Profile.CHANGE)) {
            if (holds(profile)) {
                profiles.add(profile);
            }
        }
        int version = enclosures.kernel().map(Ruleset::version).orElse(0);
        return new Confinement(profiles, version, version >= Ruleset.SCOPES, enclosures.root());
    }

    private boolean holds(Profile profile) {
        Kernel kernel = enclosures.kernel().orElse(null);
        if (kernel == null) {
            return false;
        }
        try (Arena arena = Arena.ofShared();
                Enclosure enclosure = enclosures.prepare(profile, Optional.empty(), Places.SAMPLE)) {
            MemorySegment name = arena.allocateFrom(OWN_NAME);
            var broken = new boolean[] {true};
            Thread.ofPlatform()
                    .name("trial")
                    .start(() -> broken[0] = !enclosure.enter() || breaksOut(kernel, profile, name))
                    .join();
            return !broken[0];
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the calling, confined thread can still do what its profile forbids. */
    private boolean breaksOut(Kernel kernel, Profile profile, MemorySegment name) {
        if (kernel.call(Syscall.UNSHARE, NOTHING_NEW) != -Kernel.EPERM) {
            return true;
        }
        if (profile == Profile.CHANGE && !enclosures.root()) {
            return false; // its own processes' files are its to write
        }
        long opened = kernel.call(Syscall.OPENAT, Kernel.AT_FDCWD, name.address(), Kernel.O_WRONLY);
        if (opened >= 0) {
            kernel.call(Syscall.CLOSE, opened);
        }
        return opened >= 0;
    }
}
