package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.render.json.ProbeJson;
import dev.websocketexporter.render.json.ProbeJson.Detail;
import java.nio.charset.StandardCharsets;

/** A diagnosis as JSON: each probe as {@code probe --output=json} has it, and the likely cause. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    /** One object, without an end of line. */
    public static String text(Diagnosis diagnosis, Variations variations, LikelyCause cause) {
        byte[] object = JsonWriter.utf8(json -> json.object(() -> {
            json.object("cause", () -> {
                json.text("kind", cause.kind().label());
                json.text("sentence", cause.sentence());
            });
            base(json, diagnosis.base());
            json.list(
                    "variations",
                    diagnosis.trials(),
                    trial -> json.object(() -> {
                        json.text("change", trial.change().label());
                        json.text("name", trial.variation().name());
                        json.flag("differs", Difference.isOne(diagnosis.base(), trial));
                        json.member("probe", () -> ProbeJson.write(json, trial.result(), null, Detail.GIST));
                    }));
            json.texts("not_tried", variations.leftOut());
            json.texts("cut_off", variations.cutOff(diagnosis));
        }));
        return new String(object, StandardCharsets.UTF_8);
    }

    /** One object with nothing but a base that was cancelled or is forbidden, so that there is nothing to compare with it. */
    public static String text(ProbeResult base) {
        return new String(JsonWriter.utf8(json -> json.object(() -> base(json, base))), StandardCharsets.UTF_8);
    }

    private static void base(JsonWriter json, ProbeResult base) {
        json.member("base", () -> ProbeJson.write(json, base, null, Detail.EVERYTHING));
    }
}
