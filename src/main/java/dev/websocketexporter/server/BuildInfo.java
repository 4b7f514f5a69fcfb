package dev.websocketexporter.server;

/**
 * What was built, as {@code websocket_exporter_build_info} reports it.
 *
 * @param version of the exporter
 * @param revision of its source; {@code unknown} when it was built from none
 * @param javaVersion of the runtime
 */
public record BuildInfo(String version, String revision, String javaVersion) {}
