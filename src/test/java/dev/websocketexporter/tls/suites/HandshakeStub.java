package dev.websocketexporter.tls.suites;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What the trust manager of the Java runtime asks of a handshake with TLS 1.3, and nothing else. */
final class HandshakeStub extends SSLEngine {
    private final @Nullable String host;

    HandshakeStub(@Nullable String host) {
        this.host = host;
    }

    @Override
    public SSLParameters getSSLParameters() {
        SSLParameters parameters = new SSLParameters();
        if (host != null) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    @Override
    public SSLSession getHandshakeSession() {
        return (SSLSession) Proxy.newProxyInstance(
                HandshakeStub.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getPeerHost" -> host;
                    case "getProtocol" -> "TLSv1.3";
                    default -> throw unasked();
                });
    }

    private static UnsupportedOperationException unasked() {
        return new UnsupportedOperationException("nobody asks this of a handshake that is none");
    }

    @Override
    public void beginHandshake() {
        throw unasked();
    }

    @Override
    public void closeInbound() {
        throw unasked();
    }

    @Override
    public void closeOutbound() {
        throw unasked();
    }

    @Override
    public boolean getEnableSessionCreation() {
        throw unasked();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        throw unasked();
    }

    @Override
    public String[] getEnabledProtocols() {
        throw unasked();
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
        throw unasked();
    }

    @Override
    public boolean getNeedClientAuth() {
        throw unasked();
    }

    @Override
    public SSLSession getSession() {
        throw unasked();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        throw unasked();
    }

    @Override
    public String[] getSupportedProtocols() {
        throw unasked();
    }

    @Override
    public boolean getUseClientMode() {
        throw unasked();
    }

    @Override
    public boolean getWantClientAuth() {
        throw unasked();
    }

    @Override
    public boolean isInboundDone() {
        throw unasked();
    }

    @Override
    public boolean isOutboundDone() {
        throw unasked();
    }

    @Override
    public Runnable getDelegatedTask() {
        throw unasked();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw unasked();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw unasked();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw unasked();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw unasked();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        throw unasked();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw unasked();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
        throw unasked();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
        throw unasked();
    }
}
