package org.weatherinference.acceptance;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with pages for those who see, hear or move otherwise (WCAG 2.2 AA), or whose screen is narrow. */
final class Accessibility {
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final List<String> found = new ArrayList<>();

    /** Looks at a page as it is now. */
    void look(Page page, String state) {
        // In the page itself, which has no frames: a second page to put frames together costs a second each time.
        new AxeBuilder(page)
                .setLegacyMode(true)
                .withTags(RULES)
                .analyze()
                .getViolations()
                .forEach(rule -> rule.getNodes()
                        .forEach(node -> found.add(state + ": " + rule.getHelp() + ": " + node.getHtml())));
        if (!Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))) {
            found.add(state + ": wider than the screen");
        }
    }

    /** In the words of the rules, with the state in which it was found. */
    List<String> found() {
        return List.copyOf(found);
    }
}
