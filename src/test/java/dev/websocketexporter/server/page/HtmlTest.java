package dev.websocketexporter.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textsAndValuesAreEscaped() {
        String hostile = "<b title='x'>\"&\"</b>";

        Html html = new Html().element("p", hostile, "title", hostile);

        String escaped = "&lt;b title=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/b&gt;";
        assertThat(html.toString()).isEqualTo("<p title=\"" + escaped + "\">" + escaped + "</p>");
    }

    @Test
    void attributeWithoutAValueIsLeftOut() {
        assertThat(new Html().open("option", "selected", null, "value", "").toString())
                .isEqualTo("<option value=\"\">");
    }
}
