package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.ResolvConf.Option;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.probe.module.IpProtocol;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the name servers of the module, else those that resolv.conf names at the time of the question. Safe for use by several
 * event loops.
 */
public final class NameServers {
    private final Transport transport;
    private final ResolvConf.Source source;
    private final AtomicInteger lookups = new AtomicInteger();

    public NameServers(Transport transport, ResolvConf.Source source) {
        this.transport = transport;
        this.source = source;
    }

    /**
     * Looks a name up; to be called on the run's loop.
     *
     * @param families those that are wanted, the preferred one first
     */
    CompletableFuture<NameLookup.Found> lookup(PhaseContext context, String host, List<IpProtocol> families) {
        List<InetSocketAddress> own = context.request().module().dialing().nameServers();
        ResolvConf conf = own.isEmpty() ? source.get() : source.get().asking(own);
        // One beginning for both families: with two servers, each would be asked for one family only.
        int first = conf.has(Option.ROTATE)
                ? Math.floorMod(lookups.getAndIncrement(), conf.servers().size())
                : 0;
        return new NameLookup(context, transport, conf, first, host, families).run();
    }
}
