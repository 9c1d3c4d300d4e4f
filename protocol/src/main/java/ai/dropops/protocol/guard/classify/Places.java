package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Finding.Does;
import ai.dropops.protocol.guard.classify.Finding.Leave;
import ai.dropops.protocol.guard.classify.Finding.Weight;
import ai.dropops.protocol.guard.path.Lexical;
import ai.dropops.protocol.guard.path.PathGlob;
import ai.dropops.protocol.guard.path.ProtectedPaths;
import ai.dropops.protocol.guard.path.SensitivePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folders a script may be in, and what using a path from there means. */
final class Places {
    private static final int MOST = 16;
    private static final Pattern HARMLESS_DEVICE =
            Pattern.compile("/dev/(null|zero|full|u?random|stdin|stdout|stderr|tty|fd/[0-9]+)");
    private static final Pattern NETWORK = Pattern.compile("/dev/(tcp|udp)/.*");
    private static final Pattern TAMED_SYSTEM = Pattern.compile("/sys/(class|block|devices|fs/cgroup)/.*");

    private final List<String> folders = new ArrayList<>();
    private boolean mayBeAnywhere;

    /** @param cwd empty when it is not known */
    Places(String cwd) {
        folders.add(cwd);
    }

    /** The script may go to {@code target} from wherever it is. */
    void enter(Word target) {
        if (!target.isLiteral() || folders.size() > MOST) {
            mayBeAnywhere = true;
            return;
        }
        String path = home(target.marked());
        for (String folder : List.copyOf(folders)) {
            String entered = absolute(folder, path);
            if (!folders.contains(entered)) {
                folders.add(entered);
            }
        }
    }

    Finding reading(Word path) {
        return everywhere(path, this::read);
    }

    Finding readingBelow(Word path) {
        return everywhere(path, text -> {
            Optional<PathGlob> below = text.startsWith("/") ? SensitivePaths.below(text) : Optional.empty();
            return below.map(glob -> asking("reads", text, "secrets lie below (" + glob + ")"))
                    .orElseGet(() -> read(text));
        });
    }

    Finding writing(Does does, String verb, Word path, Weight weight) {
        String shown = shown(path);
        if (path.isLiteral() && HARMLESS_DEVICE.matcher(shown).matches()) {
            return Finding.reads(shown);
        }
        if (NETWORK.matcher(shown).matches()) {
            return new Finding(Does.CONNECTS, "connects to", shown, Weight.SOMETHING, Leave.NEVER, "");
        }
        Optional<PathGlob> guarded = folders.stream()
                .map(folder -> absolute(folder, shown))
                .flatMap(text -> ProtectedPaths.SYSTEM.meeting(text).stream())
                .findFirst();
        boolean isCertain = path.isLiteral() || does != Does.DELETES;
        String object = folders.size() == 1 ? absolute(folders.getFirst(), shown) : shown;
        return new Finding(
                does,
                verb,
                object,
                guarded.isPresent() || !isCertain ? Weight.MUCH : weight,
                Leave.NEVER,
                guarded.map(glob -> "the system depends on " + glob).orElse(""));
    }

    private Finding everywhere(Word path, java.util.function.Function<String, Finding> looking) {
        String shown = shown(path);
        boolean isRelative = !shown.startsWith("/");
        if (path.marked().indexOf(Word.SOME) >= 0 || path.mayBecomeUnknown() || (isRelative && mayBeAnywhere)) {
            return asking("reads", shown, "which file that is shows only when it runs");
        }
        Finding worst = null;
        for (String folder : folders) {
            Finding finding = looking.apply(absolute(folder, shown));
            if (worst == null || finding.leave() == Leave.NEVER) {
                worst = finding;
            }
        }
        return worst == null ? Finding.reads(shown) : worst;
    }

    private Finding read(String text) {
        Optional<PathGlob> secret = SensitivePaths.meeting(text);
        if (secret.isPresent()) {
            String why = "secrets are kept there (" + secret.get() + ")";
            return new Finding(Does.READS, "reads", text, Weight.SOMETHING, Leave.NEVER, why);
        }
        if (NETWORK.matcher(text).matches()) {
            return new Finding(Does.CONNECTS, "connects to", text, Weight.SOMETHING, Leave.NEVER, "");
        }
        boolean isDevice =
                text.startsWith("/dev/") && !HARMLESS_DEVICE.matcher(text).matches();
        boolean isKernel =
                text.startsWith("/sys/") && !TAMED_SYSTEM.matcher(text).matches();
        return isDevice || isKernel ? asking("reads", text, "reading there may change something") : Finding.reads(text);
    }

    private static Finding asking(String verb, String object, String why) {
        return new Finding(Does.READS, verb, object, Weight.LITTLE, Leave.NEVER, why);
    }

    private static String shown(Word path) {
        return home(path.shown());
    }

    private static String home(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return "/home/~" + path.substring(1);
        }
        if (path.startsWith("~root")) {
            return "/root" + path.substring("~root".length());
        }
        return path.startsWith("~") ? "/home/" + path.substring(1) : path;
    }

    private static String absolute(String folder, String path) {
        return folder.isEmpty() ? path : Lexical.resolve(folder, path);
    }
}
