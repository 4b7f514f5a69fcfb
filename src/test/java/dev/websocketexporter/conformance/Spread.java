package dev.websocketexporter.conformance;

/** How the frames of a case are spread over packets. */
enum Spread {
    IN_ONE(""),
    FRAME_BY_FRAME(", frame by frame"),
    OCTET_BY_OCTET(", octet by octet");

    private final String words;

    Spread(String words) {
        this.words = words;
    }

    /** To be put after what a case is about. */
    String words() {
        return words;
    }

    void send(Dialogue wire, ServerFrame... frames) {
        switch (this) {
            case IN_ONE -> wire.send(frames);
            case FRAME_BY_FRAME -> wire.sendOneByOne(frames);
            case OCTET_BY_OCTET -> wire.sendChopped(1, frames);
        }
    }
}
