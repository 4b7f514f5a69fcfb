package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.ProbeResult;

/** A variation and what became of it. */
public record Trial(Variation variation, ProbeResult result) {
    Change change() {
        return variation.change();
    }
}
