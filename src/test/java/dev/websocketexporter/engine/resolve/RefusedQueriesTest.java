package dev.websocketexporter.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import org.junit.jupiter.api.Test;

class RefusedQueriesTest {
    @Test
    void refusalOfALongerNameIsNotTakenForOnesOwn() {
        RefusedQueries refused = new RefusedQueries();
        RefusedQueries.Watch watch = refused.watch("db");
        refused.newDnsQueryLifecycleObserver(new DefaultDnsQuestion("db2.example.", DnsRecordType.A))
                .queryNoAnswer(DnsResponseCode.REFUSED);
        assertThat(watch.code()).isNull();
        refused.newDnsQueryLifecycleObserver(new DefaultDnsQuestion("db.example.", DnsRecordType.A))
                .queryNoAnswer(DnsResponseCode.REFUSED);
        assertThat(watch.code()).isEqualTo(DnsResponseCode.REFUSED);
    }
}
