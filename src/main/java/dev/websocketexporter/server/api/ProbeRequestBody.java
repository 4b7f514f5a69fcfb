package dev.websocketexporter.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.websocketexporter.probe.module.ModuleParam;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.http.QueryParameters;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a probe as a JSON object of texts; anything else is refused. */
final class ProbeRequestBody {
    /** What {@code /probe} takes by its query, beside the parameters that a module lists. */
    static final List<String> NAMES = List.of("target", "module", "hostname");

    /** What a module lists. */
    static final String OF_THE_MODULE = "a parameter of the module, such as param_origin";

    private static final String EXPECTED =
            " (expected: a JSON object such as {\"target\": \"wss://example.com/chat\", \"module\": \"websocket\"})";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private ProbeRequestBody() {}

    static QueryParameters read(byte[] body) throws HttpErrorException {
        try (JsonParser parser = JSON.createParser(body)) {
            Map<String, String> members = members(parser);
            if (parser.nextToken() != null) {
                throw HttpErrorException.badRequest("the body has something after its object" + EXPECTED);
            }
            return QueryParameters.of(members);
        } catch (JsonEOFException e) {
            throw HttpErrorException.badRequest("the body ends inside of its JSON" + EXPECTED);
        } catch (JsonProcessingException e) {
            throw HttpErrorException.badRequest("the body is no JSON: " + Printable.excerpt(e.getOriginalMessage())
                    + ", at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + EXPECTED);
        } catch (IOException e) {
            throw HttpErrorException.badRequest("the body is not UTF-8" + EXPECTED);
        }
    }

    private static Map<String, String> members(JsonParser parser) throws IOException, HttpErrorException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw HttpErrorException.badRequest("the body is no JSON object" + EXPECTED);
        }
        Map<String, String> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            // Which of these the module takes is judged where those of a query are.
            if (!NAMES.contains(name) && !name.startsWith(ModuleParam.PREFIX)) {
                throw HttpErrorException.badRequest(
                        "\"" + Printable.masked(name) + "\" is unknown in the body (expected: "
                                + String.join(", ", NAMES) + ", or " + OF_THE_MODULE + ")");
            }
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw HttpErrorException.badRequest(
                        "\"" + Printable.masked(name) + "\" is no text in the body" + EXPECTED);
            }
            members.put(name, parser.getText());
        }
        return members;
    }
}
