package ai.dropops.load.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which package below one root may use which: a line {@code a -> b c.Type} each; what is not listed is forbidden. A name
 * with a type opens that one type of the package.
 */
record Arrows(String root, Map<String, Set<String>> allowed) {

    static Arrows below(String root, String lines) {
        return new Arrows(
                root,
                lines.lines().map(line -> line.split("->", 2)).collect(Collectors.toMap(Arrows::from, Arrows::to)));
    }

    private static String from(String[] line) {
        return line[0].strip();
    }

    private static Set<String> to(String[] line) {
        return Arrays.stream(line[1].strip().split(" +"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    ArchCondition<JavaClass> areKept() {
        return new ArchCondition<>("follow the arrows below " + root) {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                part(origin).ifPresent(part -> checkPart(origin, part, events));
            }
        };
    }

    private void checkPart(JavaClass origin, String part, ConditionEvents events) {
        if (!allowed.containsKey(part)) {
            events.add(SimpleConditionEvent.violated(origin, origin.getName() + " lies in no listed part of " + root));
        }
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass();
            part(target)
                    .filter(targetPart -> !targetPart.equals(part) && !mayUse(part, targetPart, target))
                    .ifPresent(targetPart -> events.add(SimpleConditionEvent.violated(
                            dependency,
                            part + " -> " + targetPart + " is not listed: " + dependency.getDescription())));
        }
    }

    private boolean mayUse(String part, String targetPart, JavaClass target) {
        Set<String> allowedHere = allowed.getOrDefault(part, Set.of());
        return allowedHere.contains(targetPart) || allowedHere.contains(targetPart + "." + outermostName(target));
    }

    private static String outermostName(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).split("\\$", 2)[0];
    }

    /** The first package name below the root, empty for classes outside or directly in it. */
    private Optional<String> part(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(root + ".")) {
            return Optional.empty();
        }
        return Optional.of(name.substring(root.length() + 1).split("\\.", 2)[0]);
    }
}
