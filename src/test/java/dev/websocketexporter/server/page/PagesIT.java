package dev.websocketexporter.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.server.RunningServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesIT {
    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/page/[0-9a-f]+/([a-z.]+))\"");

    @ParameterizedTest
    @ValueSource(strings = {"/", "/modules", "/probes?id=1"})
    void pageForbidsWhateverItDoesNotNeed(String path) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.probe("target=ws://a.test/");

            HttpResponse<String> page = running.get(path);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValue(PageFrame.CONTENT_SECURITY_POLICY);
            assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.headers().firstValue("Server")).isEmpty();
            assertThat(page.body())
                    .startsWith("<!DOCTYPE html>\n<html lang=\"en\"")
                    .contains("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
            assertThat(running.send("HEAD", path).body()).isEmpty();
        }
    }

    @Test
    void whatTargetsSayIsTextAndSecretsAreHidden() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            CompletableFuture<HttpResponse<String>> answer =
                    running.getLater("/probe?target=ws://a.test/%3Ftoken%3Dhush%26x%3Dy");
            running.prober.next().fail(new Failure(Phase.TLS, Reason.NOT_TLS, "<script>alert('1')</script>"));
            answer.get();

            for (String path : new String[] {"/", "/probes?id=1"}) {
                assertThat(running.get(path).body())
                        .contains("<b class=\"bad\">tls/not_tls</b> &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;")
                        .contains("ws://a.test/?token=&lt;secret&gt;&amp;x=&lt;secret&gt;")
                        .doesNotContain("hush", "<script>");
            }
        }
    }

    @Test
    void probeHasItsLogAndMetricsWithoutAScript() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.probe("target=ws://a.test/");

            assertThat(running.get("/probes?id=1&time=2026-11-21T12:00:00Z").body())
                    .contains("<span class=\"state good\">Success</span> ws://a.test/</h1>")
                    .contains("a line of the probe&#39;s log", "probe_success 1.0", "Module configuration:");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/probes|400|parameter \"id\" is missing (expected: the number of a recent probe, such as ?id=17)",
                "/probes?id=x|400|id \"x\" is no number (expected: the number of a recent probe, such as ?id=17)",
                "/probes?id=2|404|<h1>Probe 2 is not in the history, or not any more</h1>",
                "/probes?id=1&time=2026-11-20T12:00:00Z|404|<h1>Probe 1 is not in the history, or not any more</h1>",
                "/?state=sideways|400|state \"sideways\" is none (expected: down, up or stale)",
                "/page/nothing.js|404|there is nothing at this path (expected: one of /probe, ",
                "/page/0/nothing.js|404|the page has no file \"nothing.js\" (expected: one of certificates.js, dom.js,",
            })
    void whatIsNotThereIsRefusedInWords(String path, int status, String words) throws Exception {
        try (RunningServer running = RunningServer.start()) {
            running.probe("target=ws://a.test/");

            HttpResponse<String> answer = running.get(path);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(words);
        }
    }

    @Test
    void filesMayBeKeptAsLongAsTheyAreThoseOfThisExporter() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            Matcher files = FILE.matcher(running.get("/").body());
            int found = 0;
            while (files.find()) {
                found++;
                HttpResponse<String> file = running.get(files.group(1));
                assertThat(file.statusCode()).isEqualTo(200);
                assertThat(file.headers().firstValue("Cache-Control"))
                        .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
                assertThat(running.get("/page/old/" + files.group(2)).headers().firstValue("Cache-Control"))
                        .hasValue("no-store");
            }
            assertThat(found).as("icon, style, script").isEqualTo(3);
        }
    }

    @Test
    void filesAreOnlyRead() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpResponse<String> answer = running.send("POST", "/page/any/page.css");

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @Test
    void linksBeginWithThePathOfTheExternalUrl() throws Exception {
        URI external = URI.create("https://example.com/exporter/");
        try (RunningServer running = RunningServer.start(from -> RunningServer.withPrefix(from, external, "/"))) {
            assertThat(running.get("/").body())
                    .contains("data-links=\"/exporter\"")
                    .contains("href=\"/exporter/metrics\"", "action=\"/exporter/probe\"", "src=\"/exporter/page/");
        }
    }

    @Test
    void everyKeyOfTheConfigurationLeadsToTheReference() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            assertThat(running.get("/modules").body())
                    .contains("<a href=\"" + PageFrame.DOCS + "/configuration.md#modules\" title=\"")
                    .contains("\">timeout</a>: 2s")
                    .contains("        host: chat.example.com");
        }
    }
}
