package dev.websocketexporter.engine;

/** The policy forbids what the target resolved to; ends a probe before anything is dialled. */
final class TargetForbidden extends Exception {
    private static final long serialVersionUID = 1L;

    TargetForbidden(String detail) {
        super(detail, null, false, false);
    }
}
