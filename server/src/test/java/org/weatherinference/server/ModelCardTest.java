package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelCardTest {
    @Test
    void tables_areTables() {
        assertThat(ModelCard.html("| a | b |\n| --- | ---: |\n| 1 | 2 |\n"))
                .contains("<table>", "<td align=\"right\">2</td>");
    }

    @Test
    void markupAndScriptAddresses_doNotGetThrough() {
        assertThat(ModelCard.html("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=x>"))
                .doesNotContain("<script", "javascript:", "<b ");
    }
}
