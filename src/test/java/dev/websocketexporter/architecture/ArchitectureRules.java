package dev.websocketexporter.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which room may use which, and what only one of them may touch.
 *
 * @param root the package that the rooms are in: the product's, or one that breaks every rule
 */
record ArchitectureRules(String root) {
    private static final Set<String> ROOMS =
            Set.of("probe", "script", "tls", "watch", "engine", "config", "render", "server", "cli", "app");

    /** What each room may use besides itself; {@code app} may use everything. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "probe", Set.of(),
            "script", Set.of("probe"),
            "tls", Set.of("probe"),
            "watch", Set.of("probe"),
            "engine", Set.of("probe", "script", "tls"),
            "config", Set.of("probe", "tls"),
            "render", Set.of("probe"),
            "server", Set.of("probe", "config", "render", "tls"),
            "cli", Set.of("probe", "config", "render"));

    /** What each inner room of the engine may use besides itself, in the order of the drawing; the engine's root may use all. */
    private static final Map<String, Set<String>> ENGINE_ARROWS = engineArrows();

    /** The same for the inner rooms of other rooms. */
    private static final Map<String, Map<String, Set<String>>> INNER_ARROWS = Map.of(
            "engine",
            ENGINE_ARROWS,
            "config",
            Map.of(
                    "yaml",
                    Set.of(),
                    "types",
                    Set.of("yaml"),
                    "blocks",
                    Set.of("yaml", "types"),
                    "targets",
                    Set.of("yaml", "types", "blocks"),
                    "watch",
                    Set.of("yaml", "types", "blocks", "targets"),
                    // It need use neither; but a violation in each of the two directions would be a circle.
                    "web",
                    Set.of("yaml", "types", "blocks", "targets", "watch")),
            "server",
            Map.of(
                    "connection",
                    Set.of(),
                    "http",
                    Set.of("connection"),
                    "recording",
                    Set.of(),
                    "handlers",
                    Set.of("connection", "http", "recording"),
                    "page",
                    Set.of("http", "recording"),
                    "api",
                    Set.of("connection", "http", "recording", "handlers"),
                    "web",
                    Set.of("connection", "http", "recording")),
            "probe",
            Map.of(
                    "value",
                    Set.of(),
                    "target",
                    Set.of("value"),
                    "module",
                    Set.of("value", "target"),
                    "report",
                    Set.of("value", "target", "module")));

    /** The only rooms in which a library is known. */
    private static final Map<String, List<String>> KNOWN_ONLY_IN = Map.of(
            "org.bouncycastle", List.of("tls"),
            "io.netty", List.of("engine"),
            "com.ibm.icu", List.of("probe"),
            "org.yaml.snakeyaml", List.of("config"),
            "io.javalin", List.of("server"),
            "org.eclipse.jetty", List.of("server"),
            "jakarta.servlet", List.of("server"),
            "io.prometheus", List.of("render", "server"),
            "ch.qos.logback", List.of("app"));

    /** Every rule under a name that says what holds. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        ARROWS.forEach((room, allowed) -> rules.put(room + " uses only " + allowed, arrows(room, allowed)));
        KNOWN_ONLY_IN.forEach(
                (library, rooms) -> rules.put("only " + rooms + " imports " + library, knownOnlyIn(library, rooms)));
        INNER_ARROWS.forEach((room, arrows) -> arrows.forEach((inner, allowed) -> {
            // One that may use all the others has no rule that could be broken.
            if (allowed.size() < arrows.size() - 1) {
                rules.put(
                        room + "." + inner + " uses only " + allowed + " of " + room,
                        innerArrows(room, inner, arrows.keySet(), allowed));
            }
        }));
        rules.put("probe uses the JDK, RE2/J and ICU's IDNA alone", probeIsPlain());
        rules.put("nobody outside the engine sees its inner packages", engineIsClosed());
        rules.put(
                "no cycles between rooms",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put(
                "no cycles between packages",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put(
                "no cycles between files",
                slices().assignedFrom(new OneSliceAFile()).should().beFreeOfCycles());
        rules.put("only Ticker.system() reads the machine's monotonic clock", machineClock());
        rules.put("nobody reads the time of day but through a Clock", timeOfDay());
        rules.put("only app makes a Clock or asks for the system's Ticker", clocksAreInjected());
        return rules;
    }

    private static Map<String, Set<String>> engineArrows() {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        arrows.put("loop", Set.of());
        arrows.put("work", Set.of());
        arrows.put("run", Set.of("loop", "work"));
        arrows.put("values", Set.of("run", "work"));
        arrows.put("http", Set.of("run"));
        arrows.put("resolve", Set.of("run", "loop"));
        arrows.put("connect", Set.of("run", "loop", "resolve"));
        arrows.put("tls", Set.of("run", "loop", "work", "values"));
        arrows.put("proxy", Set.of("run", "loop", "http", "values", "tls"));
        arrows.put("route", Set.of("run", "resolve", "connect", "proxy", "tls"));
        arrows.put("auth", Set.of("run", "loop", "http", "values", "route"));
        arrows.put("crl", Set.of("run", "loop", "http", "route"));
        arrows.put("frames", Set.of("run"));
        arrows.put("session", Set.of("run", "loop", "frames"));
        arrows.put("http2", Set.of("run", "http"));
        arrows.put("upgrade", Set.of("run", "loop", "http", "http2", "values", "frames", "session"));
        arrows.put("conversation", Set.of("run", "loop", "values", "frames", "session"));
        arrows.put("hold", Set.of("run", "loop", "work", "frames", "session"));
        arrows.put("warmup", Set.of("run", "loop", "tls"));
        return arrows;
    }

    /** The rooms and what each may use, from the one that uses nothing to the one that uses all. */
    static Map<String, Set<String>> rooms() {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        for (String room : List.of("probe", "script", "tls", "watch", "config", "render", "engine", "server", "cli")) {
            rooms.put(room, Objects.requireNonNull(ARROWS.get(room)));
        }
        rooms.put("app", Set.of("engine", "watch", "server", "cli", "config", "render"));
        return rooms;
    }

    /** The inner rooms of the engine and what each may use. */
    static Map<String, Set<String>> engineRooms() {
        return ENGINE_ARROWS;
    }

    private ArchRule arrows(String room, Set<String> allowed) {
        return noArrows(room, ROOMS.stream().filter(other -> !allowed.contains(other)));
    }

    private ArchRule innerArrows(String room, String inner, Set<String> all, Set<String> allowed) {
        return noArrows(
                room + "." + inner,
                all.stream().filter(other -> !allowed.contains(other)).map(other -> room + "." + other));
    }

    private ArchRule noArrows(String room, Stream<String> to) {
        String[] forbidden =
                to.filter(other -> !other.equals(room)).map(this::in).toArray(String[]::new);
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
        List<String> plain = new ArrayList<>(
                List.of("java..", "javax..", "com.google.re2j..", "org.jspecify..", "com.ibm.icu.text"));
        plain.add(in("probe"));
        return noClasses()
                .that()
                .resideInAPackage(in("probe"))
                .should()
                .dependOnClassesThat(DescribedPredicate.not(resideInAnyPackage(plain.toArray(String[]::new))));
    }

    private ArchRule engineIsClosed() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("engine"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".engine.*..");
    }

    /** A file is a top-level class with all that is nested in it. */
    private record OneSliceAFile() implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName(), type.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "one slice a file";
        }
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
