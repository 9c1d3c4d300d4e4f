package ai.dropops.load.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void everyPackageIsNullMarked() {
        var packages = House.classes().stream().map(JavaClass::getPackage).distinct();
        assertThat(packages.filter(it -> !it.isAnnotatedWith(NullMarked.class)).map(JavaPackage::getName))
                .as("packages without @NullMarked in their package-info")
                .isEmpty();
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl|Service|Actor)")
                .check(House.classes());
    }

    @Test
    void packagesAreNamedForTheDomain() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..impl..",
                        "..model..",
                        "..service..",
                        "..manager..",
                        "..helper..")
                .check(House.classes());
    }

    @Test
    void onlyCommandLinesPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages("ai.dropops.cli..", "ai.dropops.operator.cli..", "ai.dropops.load..")
                .and()
                .doNotHaveSimpleName("Main")
                .should(ACCESS_STANDARD_STREAMS)
                .check(House.classes());
    }
}
