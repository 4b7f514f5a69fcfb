package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Secret;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandRequest;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialRequest;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5ClientEncoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5CommandType;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A tunnel by SOCKS5 (RFC 1928), with user name and password (RFC 1929) where the URL has them. */
final class SocksTunnel extends SimpleChannelInboundHandler<Socks5Message> {
    private static final String ENCODER = "socks-encoder";
    private static final String DECODER = "socks-decoder";
    private static final String NAME = "socks";

    private final PhaseContext context;
    private final Proxy proxy;
    private final CompletableFuture<@Nullable Void> opened;

    private SocksTunnel(PhaseContext context, Proxy proxy, CompletableFuture<@Nullable Void> opened) {
        this.context = context;
        this.proxy = proxy;
        this.opened = opened;
    }

    static CompletableFuture<@Nullable Void> open(PhaseContext context, Proxy proxy) {
        if (!context.channel().isUsable()) {
            return CompletableFuture.failedFuture(
                    ProxyFailures.brokenOff(context.channel(), context.channel().fault()));
        }
        CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();
        SocksTunnel tunnel = new SocksTunnel(context, proxy, opened);
        ChannelPipeline pipeline = context.channel().pipeline();
        pipeline.addBefore(TailHandler.NAME, ENCODER, Socks5ClientEncoder.DEFAULT);
        pipeline.addBefore(TailHandler.NAME, DECODER, new Socks5InitialResponseDecoder());
        pipeline.addBefore(TailHandler.NAME, NAME, tunnel);
        tunnel.send(new DefaultSocks5InitialRequest(
                proxy.login() == null
                        ? List.of(Socks5AuthMethod.NO_AUTH)
                        : List.of(Socks5AuthMethod.NO_AUTH, Socks5AuthMethod.PASSWORD)));
        context.channel().get().config().setAutoRead(true);
        return opened;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Socks5Message message) {
        if (message.decoderResult().isFailure()) {
            fail(
                    ProxyFailures.protocolError(
                            "the proxy's answer is not SOCKS5 (expected: a message of RFC 1928); is it another kind of proxy?"));
        } else if (message instanceof Socks5InitialResponse response) {
            authenticate(ctx, response.authMethod());
        } else if (message instanceof Socks5PasswordAuthResponse response) {
            authenticated(ctx, response.status());
        } else if (message instanceof Socks5CommandResponse response) {
            connected(ctx, response.status());
        }
    }

    private void authenticate(ChannelHandlerContext ctx, Socks5AuthMethod method) {
        Proxy.Login login = proxy.login();
        if (method.equals(Socks5AuthMethod.NO_AUTH)) {
            command(ctx);
        } else if (method.equals(Socks5AuthMethod.PASSWORD) && login != null) {
            expect(ctx, new Socks5PasswordAuthResponseDecoder());
            send(new DefaultSocks5PasswordAuthRequest(utf8(login.username()), utf8(login.password())));
        } else {
            fail(new ProbeFailedException(
                    Phase.PROXY,
                    Reason.PROXY_AUTH_REQUIRED,
                    "the proxy wants another authentication than "
                            + (login == null ? "none" : "user name and password")));
        }
    }

    /** Bytes as characters: the encoder would write anything that is no byte as a question mark. */
    private static String utf8(Secret text) {
        return new String(text.reveal().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private void authenticated(ChannelHandlerContext ctx, Socks5PasswordAuthStatus status) {
        if (status.isSuccess()) {
            command(ctx);
        } else {
            fail(new ProbeFailedException(
                    Phase.PROXY, Reason.PROXY_AUTH_REQUIRED, "the proxy refused the user name and password"));
        }
    }

    private void command(ChannelHandlerContext ctx) {
        Target target = context.hop().target();
        expect(ctx, new Socks5CommandResponseDecoder());
        send(new DefaultSocks5CommandRequest(
                Socks5CommandType.CONNECT, addressType(target.address()), target.host(), target.port()));
    }

    /** A name is sent as a name: the proxy resolves it. */
    private static Socks5AddressType addressType(@Nullable InetAddress address) {
        if (address == null) {
            return Socks5AddressType.DOMAIN;
        }
        return address instanceof Inet4Address ? Socks5AddressType.IPv4 : Socks5AddressType.IPv6;
    }

    private void connected(ChannelHandlerContext ctx, Socks5CommandStatus status) {
        context.clock().stopAt(context.channel().wire().lastReadAt());
        if (!status.isSuccess()) {
            fail(new ProbeFailedException(
                    Phase.PROXY,
                    Reason.PROXY_REFUSED,
                    "the proxy answered CONNECT with " + status + " (expected: SUCCESS)"));
            return;
        }
        context.channel().holdBack();
        ctx.pipeline().remove(this);
        ctx.pipeline().remove(ENCODER);
        ctx.pipeline().remove(DECODER);
        opened.complete(null);
    }

    private static void expect(ChannelHandlerContext ctx, ChannelHandler decoder) {
        ctx.pipeline().replace(DECODER, DECODER, decoder);
    }

    private void send(Socks5Message message) {
        Writes.send(context.channel().get(), message, cause -> fail(ProxyFailures.brokenOff(context.channel(), cause)));
    }

    private void fail(ProbeFailedException failure) {
        opened.completeExceptionally(failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ProxyFailures.brokenOff(context.channel(), null));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ProxyFailures.brokenOff(context.channel(), cause));
        ctx.fireExceptionCaught(cause);
    }
}
