package dev.websocketexporter.cli;

/** How a command ends, as scripts ask for it. */
enum ExitStatus {
    SUCCESS(0),
    /** At least one probe failed. */
    FAILED(1),
    /** The arguments or the configuration cannot be used; nothing was probed. */
    BAD_USAGE(2),
    /** The target policy forbids the target. */
    FORBIDDEN(3),
    /** Some of a file was not converted, and stderr says what; the rest was. */
    LEFT_OUT(4),
    /** A bug of the program, as sysexits.h has it: it says nothing of the target. */
    INTERNAL_ERROR(70),
    /** Ctrl-C came before any probe was over; 128 and the number of the signal, as shells have it. */
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
