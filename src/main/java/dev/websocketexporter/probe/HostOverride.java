package dev.websocketexporter.probe;

/**
 * The parameter {@code hostname}: for targets found by their address, the name that they serve.
 *
 * @param hostHeader the value of {@code Host}, as it was given
 * @param serverName the host without the port: the TLS server name unless the module has one
 */
public record HostOverride(String hostHeader, String serverName) {}
