package dev.websocketexporter.server.recording;

/** How a target stands, for those who have to do something about it. */
public enum Standing {
    /** The last probe failed. */
    DOWN("down", "Down"),
    /** The last probe was a success. */
    UP("up", "Up"),
    /** It was not probed for so long that nobody knows; most likely, nobody wants to. */
    STALE("stale", "Stale");

    private final String label;
    private final String word;

    Standing(String label, String word) {
        this.label = label;
        this.word = word;
    }

    /** In queries and in JSON. */
    public String label() {
        return label;
    }

    /** As people read it. */
    public String word() {
        return word;
    }
}
