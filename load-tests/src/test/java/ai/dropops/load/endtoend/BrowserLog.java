package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a page complained of: errors on its console and exceptions nobody caught. */
record BrowserLog(List<String> complaints) {
    static BrowserLog of(Page page) {
        var log = new BrowserLog(new CopyOnWriteArrayList<>());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                log.complaints.add(message.text());
            }
        });
        page.onPageError(log.complaints::add);
        return log;
    }

    /** A violated Content-Security-Policy is an error on the console, as is every failed request. */
    void showsNoViolation() {
        assertThat(complaints).isEmpty();
    }
}
