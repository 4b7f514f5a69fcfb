package dev.websocketexporter.architecture.violations.probe;

import dev.websocketexporter.architecture.violations.tls.UsesEngine;

/** Breaks: what probe may use, and who may import which library. */
record KnowsEverything(
        UsesEngine room,
        org.bouncycastle.asn1.x500.X500Name bouncyCastle,
        io.netty.buffer.ByteBuf netty,
        org.yaml.snakeyaml.Yaml snakeYaml,
        io.javalin.Javalin javalin,
        org.eclipse.jetty.server.Server jetty,
        jakarta.servlet.Servlet servlet,
        io.prometheus.client.Gauge simpleclient,
        ch.qos.logback.classic.Logger logback) {}
