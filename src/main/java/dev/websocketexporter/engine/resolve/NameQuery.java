package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.ResolvConf.Option;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question, put to the name servers in turn until one of them answers: each has {@code timeout} to do so, and the list
 * is gone through {@code attempts} times. A budget that is too short for that is shared among the tries that are left
 * and what comes after the lookup. A server that was passed over may still answer: nobody stops listening to it before
 * the end. Confined to one event loop.
 */
final class NameQuery implements ServerQuery.Listener {
    /**
     * What is known of a name in one family.
     *
     * @param addresses empty when there is a reason
     * @param reason why there are none; null: there are
     * @param limit which limit of the exporter is the reason; null unless the reason is that
     * @param detail who said so, or what the servers did; in words that follow the name or stand alone
     */
    record Result(
            IpProtocol family,
            List<InetAddress> addresses,
            @Nullable Reason reason,
            @Nullable ExporterLimit limit,
            String detail) {
        /** Whether the servers left the question open. */
        boolean isOpen() {
            return reason != null && reason != Reason.NO_ADDRESS && reason != Reason.NAME_NOT_FOUND;
        }
    }

    private final PhaseContext context;
    private final Transport transport;
    private final ResolvConf conf;
    private final DnsQuestion question;
    private final int first;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final ServerConduct conduct = new ServerConduct();
    private final List<ServerQuery> asked = new ArrayList<>();
    private @Nullable ScheduledFuture<?> timer;
    private int silent;
    private int refusals;
    private int ownFaults;
    private @Nullable ExporterLimit limit;

    /** @param first the place in the list of the server that is asked first */
    NameQuery(PhaseContext context, Transport transport, ResolvConf conf, DnsQuestion question, int first) {
        this.context = context;
        this.transport = transport;
        this.conf = conf;
        this.question = question;
        this.first = first;
    }

    /** Never fails unless by a bug. */
    CompletableFuture<Result> result() {
        return result;
    }

    /** What the servers have done so far. */
    ServerConduct conduct() {
        return conduct;
    }

    void start() {
        if (question.family() == IpProtocol.IP6 && conf.has(Option.NO_AAAA)) {
            end(Reason.NO_ADDRESS, "not asked for: resolv.conf has the option no-aaaa");
        } else {
            next();
        }
    }

    /** The answer is wanted soon: the next server, if there is a try left, is asked within that time. */
    void hurry(Duration within) {
        if (timer != null && triesLeft() > 0 && timer.getDelay(TimeUnit.NANOSECONDS) > within.toNanos()) {
            startTimer(within);
        }
    }

    /** Closes what is open; the result stays as it is. */
    void stop() {
        stopTimer();
        asked.forEach(ServerQuery::close);
    }

    private int triesLeft() {
        return conf.servers().size() * conf.attempts() - asked.size();
    }

    private void next() {
        if (triesLeft() == 0) {
            giveUp();
            return;
        }
        InetSocketAddress server =
                conf.servers().get((first + asked.size()) % conf.servers().size());
        ServerQuery query = new ServerQuery(context.loop(), transport, server, question, this);
        startTimer(patience());
        asked.add(query);
        conduct.asked(server);
        query.ask(conf.has(Option.USE_VC));
    }

    /**
     * How long the next try has before the one after it begins: as the file says, and of a short budget an equal share,
     * with one for the phases that come after. The last try has what is left.
     */
    private Duration patience() {
        int shares = triesLeft() == 1 ? 1 : triesLeft() + 1;
        Duration share = context.remaining().dividedBy(shares);
        return share.compareTo(conf.timeout()) < 0 ? share : conf.timeout();
    }

    private void startTimer(Duration delay) {
        stopTimer();
        timer = context.loop().schedule(() -> guarded(() -> passOver(delay)), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void passOver(Duration waited) {
        timer = null;
        silent++;
        context.log()
                .debug("name server " + ServerConduct.shown(latest().server()) + " did not answer about the "
                        + question.typeName() + " of " + question.name() + " within " + Text.of(waited));
        next();
    }

    private ServerQuery latest() {
        return asked.get(asked.size() - 1);
    }

    @Override
    public void answered(ServerQuery query, DnsResponse response) {
        guarded(() -> {
            if (response.isRefusal()) {
                refusals++;
                passOver(query, response.referral() ? "referred to other servers" : "answered " + response.codeName());
            } else {
                end(query.server(), response);
            }
        });
    }

    @Override
    public void failed(ServerQuery query, SocketTrouble trouble) {
        guarded(() -> {
            if (trouble.limit() != null) {
                ownFaults++;
                limit = trouble.limit();
            }
            passOver(query, trouble.words());
        });
    }

    @Override
    public void truncated(ServerQuery query) {
        conduct.truncated(query.server());
    }

    @Override
    public void stray(ServerQuery query, String words) {
        conduct.alsoDid(query.server(), words);
    }

    private void passOver(ServerQuery query, String words) {
        conduct.did(query.server(), query.isTruncated(), words);
        context.log()
                .debug("name server " + ServerConduct.shown(query.server()) + " " + words + " (" + question.typeName()
                        + " of " + question.name() + ")");
        if (query == latest() && !result.isDone()) {
            stopTimer();
            next();
        }
    }

    private void end(InetSocketAddress server, DnsResponse response) {
        boolean exists = response.code() != DnsResponse.NXDOMAIN;
        String alias = response.name().equalsIgnoreCase(question.name()) ? "" : "its alias " + response.name() + "; ";
        if (!response.addresses().isEmpty() && exists) {
            end(new Result(question.family(), response.addresses(), null, null, ""));
        } else {
            end(
                    exists ? Reason.NO_ADDRESS : Reason.NAME_NOT_FOUND,
                    alias + (exists ? "asked " : "NXDOMAIN from ") + ServerConduct.shown(server));
        }
    }

    private void giveUp() {
        if (refusals == 0 && silent > 0) {
            boolean silence = conduct.isSilence();
            end(
                    Reason.TIMEOUT,
                    "name servers " + (silence ? "did not answer" : "gave no answer") + " for " + question.name() + ": "
                            + conduct);
            return;
        }
        boolean own = ownFaults == asked.size();
        end(new Result(
                question.family(),
                List.of(),
                own ? Reason.EXPORTER_LIMIT : Reason.RESOLVER_FAILURE,
                own ? limit : null,
                "name servers gave no answer for " + question.name() + ": " + conduct));
    }

    private void end(Reason reason, String detail) {
        end(new Result(question.family(), List.of(), reason, null, detail));
    }

    private void end(Result outcome) {
        stop();
        result.complete(outcome);
    }

    /** Called by timers and handlers, where an exception would be lost. */
    private void guarded(Runnable step) {
        if (result.isDone()) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException bug) {
            stop();
            result.completeExceptionally(bug);
        }
    }
}
