package ai.dropops.load.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.RealOperator;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who has just typed {@code ./dropops up} and opens the link. */
final class ConsoleTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** It writes, so somebody is asked. */
    private static final String GREETING = "echo hello | tee /tmp/greeting";

    @TempDir
    static Path folder;

    private static Chromium chromium;

    private ControlPlane plane;
    private Browser browser;
    private Page page;
    private BrowserLog log;

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @BeforeEach
    void open(@TempDir Path own) {
        plane = ControlPlane.start(ControlPlane.Setup.in(own).withLocalOperator());
        browser = chromium.browser();
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1360, 850));
        log = BrowserLog.of(page);
        page.navigate(plane.consoleLink());
    }

    @AfterEach
    void close() {
        page.close();
        plane.close();
    }

    @Test
    void fromTheLinkToTheOutputOfAnApprovedCommand() {
        Locator row = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Operators"))
                .getByRole(AriaRole.ROW)
                .nth(1);
        assertThat(row).containsText("Active");
        screenshot("operators");
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^Bind ")))
                .click();
        assertThat(row).containsText("Bound");

        go("Terminal");
        commandLine().fill(GREETING);
        page.keyboard().press("Enter");
        Locator card =
                page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Approval for " + GREETING));
        assertThat(card).containsText(GREETING);
        screenshot("approval");
        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Approve"))
                .click();

        Locator block = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Command " + GREETING));
        assertThat(block).containsText("exit 0");
        assertThat(block.locator(".output .line").first()).hasText("hello");
        screenshot("output");

        go("History");
        assertThat(page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Batches")))
                .containsText(GREETING);
        screenshot("history");
        log.showsNoViolation();
    }

    @Test
    void theAddDialogFlipsByItselfWhenTheOperatorArrives(@TempDir Path own) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add operator"))
                .first()
                .click();
        page.getByLabel("Name").fill("second");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create API key"))
                .click();
        Locator wait = page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.STATUS);
        assertThat(wait).containsText("Waiting for the first heartbeat");
        screenshot("add-operator-waiting");
        List<String> shown = page.getByRole(AriaRole.DIALOG).locator("code").allInnerTexts();

        try (var operator = RealOperator.withKey(plane, "second", shown.get(1), shown.get(0), own.resolve("second"))) {
            operator.start();
            assertThat(wait).containsText("Active");
            screenshot("add-operator-arrived");
        }
        log.showsNoViolation();
    }

    @Test
    void theStopButtonEndsWhatWouldNeverEnd() {
        Locator bind = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Bind ")));
        bind.click();
        go("Terminal");
        commandLine().fill("yes endless");
        page.keyboard().press("Enter");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Approve").setExact(true))
                .click();
        Locator block = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Command yes endless"));
        assertThat(block.locator(".output .line").first()).hasText("endless");
        block.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Stop"))
                .click();

        assertThat(block).containsText("Cancelled");
        screenshot("stopped");
        log.showsNoViolation();
    }

    @Test
    void everyPageIsAccessible() {
        for (String name : List.of("Operators", "Terminal", "Approvals", "History")) {
            go(name);
            var serious = new AxeBuilder(page)
                    .analyze().getViolations().stream()
                            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                            .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                            .toList();
            assertThat(serious).as(name).isEmpty();
        }
        log.showsNoViolation();
    }

    private Locator commandLine() {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Command"));
    }

    private void go(String name) {
        Locator link = page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Pages"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
        link.click();
        assertThat(link).hasAttribute("aria-current", "page");
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
