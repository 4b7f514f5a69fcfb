package dev.websocketexporter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms keep to their arrows; and no rule is empty, since a small package breaks each one of them. */
class ArchitectureTest {
    private static final String PRODUCT = "dev.websocketexporter";
    private static final String VIOLATIONS = "dev.websocketexporter.architecture.violations";

    private static final JavaClasses PRODUCT_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PRODUCT);
    private static final JavaClasses VIOLATING_CLASSES = new ClassFileImporter().importPackages(VIOLATIONS);

    static Stream<String> rules() {
        return new ArchitectureRules(PRODUCT).all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(String name) {
        rule(PRODUCT, name).check(PRODUCT_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isBrokenByTheViolations(String name) {
        assertThat(isBroken(name, VIOLATING_CLASSES)).as(name).isTrue();
    }

    /** The violations of the rooms make circles of packages and files, too; these two are planted alone. */
    @Test
    void circleInsideARoomIsFound() {
        JavaClasses engine = importedFrom(VIOLATIONS + ".engine");
        assertThat(isBroken("no cycles between rooms", engine)).isFalse();
        assertThat(isBroken("no cycles between packages", engine)).isTrue();
        JavaClasses config = importedFrom(VIOLATIONS + ".config");
        assertThat(isBroken("no cycles between packages", config)).isFalse();
        assertThat(isBroken("no cycles between files", config)).isTrue();
    }

    private static JavaClasses importedFrom(String room) {
        return new ClassFileImporter().importPackages(room);
    }

    private static boolean isBroken(String name, JavaClasses classes) {
        return rule(VIOLATIONS, name).evaluate(classes).hasViolation();
    }

    @Test
    void everyWayToReadTheTimeOfDayIsFound() {
        assertThat(rule(VIOLATIONS, "nobody reads the time of day but through a Clock")
                        .evaluate(VIOLATING_CLASSES)
                        .getFailureReport()
                        .getDetails())
                .as("System.currentTimeMillis, Instant.now, LocalDate.now, but not Instant.now(Clock)")
                .hasSize(3);
    }

    /** The violations have circles of rooms, too, which a rule that saw only rooms would find. */
    @Test
    void circleOfPackagesInsideOfOneRoomIsFound() {
        assertThat(circles("no cycles between packages"))
                .anySatisfy(circle -> assertThat(circle)
                        .contains("Slice engine.values")
                        .doesNotContain("Slice probe", "Slice config"));
    }

    @Test
    void circleOfFilesInsideOfOnePackageIsFound() {
        assertThat(circles("no cycles between files"))
                .anySatisfy(
                        circle -> assertThat(circle).contains("Chicken", "Egg").doesNotContain("Slice probe"));
    }

    private static List<String> circles(String name) {
        return rule(VIOLATIONS, name)
                .evaluate(VIOLATING_CLASSES)
                .getFailureReport()
                .getDetails();
    }

    @Test
    void everyPackageOfTheProductSaysWhatItIsForAndIsNullMarked() {
        assertThat(PRODUCT_CLASSES.getPackage(PRODUCT).getSubpackagesInTree())
                .isNotEmpty()
                .allSatisfy(room -> assertThat(isNullMarked(room))
                        .as("%s has a package-info with @NullMarked", room.getName())
                        .isTrue());
    }

    private static boolean isNullMarked(JavaPackage room) {
        return room.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    private static ArchRule rule(String root, String name) {
        ArchRule rule = new ArchitectureRules(root).all().get(name);
        assertThat(rule).as(name).isNotNull();
        return rule;
    }
}
