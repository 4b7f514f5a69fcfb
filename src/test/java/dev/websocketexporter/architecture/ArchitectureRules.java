package dev.websocketexporter.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which room may use which, and what only one of them may touch.
 *
 * @param root the package that the rooms are in: the product's, or one that breaks every rule
 */
record ArchitectureRules(String root) {
    private static final Set<String> ROOMS =
            Set.of("probe", "script", "tls", "engine", "config", "render", "server", "cli", "app");

    /** What each room may use besides itself; {@code app} may use everything. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "probe", Set.of(),
            "script", Set.of("probe"),
            "tls", Set.of("probe"),
            "engine", Set.of("probe", "script", "tls"),
            "config", Set.of("probe", "tls"),
            "render", Set.of("probe"),
            "server", Set.of("probe", "config", "render", "tls"),
            "cli", Set.of("probe", "config", "render"));

    /** The only rooms in which a library is known. */
    private static final Map<String, List<String>> KNOWN_ONLY_IN = Map.of(
            "org.bouncycastle", List.of("tls"),
            "io.netty", List.of("engine"),
            "org.yaml.snakeyaml", List.of("config"),
            "io.javalin", List.of("server"),
            "org.eclipse.jetty", List.of("server"),
            "jakarta.servlet", List.of("server"),
            "io.prometheus", List.of("render", "server"),
            "org.apache.commons.cli", List.of("cli", "app"),
            "ch.qos.logback", List.of("app"));

    /** Every rule under a name that says what holds. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        ARROWS.forEach((room, allowed) -> rules.put(room + " uses only " + allowed, arrows(room, allowed)));
        KNOWN_ONLY_IN.forEach(
                (library, rooms) -> rules.put("only " + rooms + " imports " + library, knownOnlyIn(library, rooms)));
        rules.put("probe uses the JDK and RE2/J alone", probeIsPlain());
        rules.put(
                "no cycles between rooms",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("only Ticker.system() reads the machine's monotonic clock", machineClock());
        rules.put("nobody reads the time of day but through a Clock", timeOfDay());
        rules.put("only app makes a Clock or asks for the system's Ticker", clocksAreInjected());
        return rules;
    }

    private ArchRule arrows(String room, Set<String> allowed) {
        String[] forbidden = ROOMS.stream()
                .filter(other -> !other.equals(room) && !allowed.contains(other))
                .map(this::in)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(in(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true);
    }

    private ArchRule knownOnlyIn(String library, List<String> rooms) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(rooms.stream().map(this::in).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..");
    }

    private ArchRule probeIsPlain() {
        List<String> plain = new ArrayList<>(List.of("java..", "javax..", "com.google.re2j..", "org.jspecify.."));
        plain.add(in("probe"));
        return noClasses()
                .that()
                .resideInAPackage(in("probe"))
                .should()
                .dependOnClassesThat(DescribedPredicate.not(resideInAnyPackage(plain.toArray(String[]::new))));
    }

    private ArchRule machineClock() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(root + ".probe.Ticker")
                .should()
                .callMethod(System.class, "nanoTime");
    }

    private ArchRule timeOfDay() {
        return noClasses().should().callMethodWhere(call("reads the time of day", ArchitectureRules::readsTimeOfDay));
    }

    /** {@code Instant.now(clock)} has an argument and is right. */
    private static boolean readsTimeOfDay(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        boolean noArguments = call.getTarget().getRawParameterTypes().isEmpty();
        return (owner.isEquivalentTo(System.class) && call.getName().equals("currentTimeMillis"))
                || (owner.getPackageName().equals(Instant.class.getPackageName())
                        && call.getName().equals("now")
                        && noArguments);
    }

    private ArchRule clocksAreInjected() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("app"))
                .should()
                .callMethodWhere(call(
                        "makes a clock",
                        call -> call.getName().startsWith("system")
                                && (call.getTargetOwner().isAssignableTo(Clock.class)
                                        || call.getTargetOwner().getSimpleName().equals("Ticker"))));
    }

    private static DescribedPredicate<JavaMethodCall> call(
            String description, java.util.function.Predicate<JavaMethodCall> test) {
        return DescribedPredicate.describe(description, test);
    }

    private String in(String room) {
        return root + "." + room + "..";
    }
}
