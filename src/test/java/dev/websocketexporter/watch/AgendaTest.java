package dev.websocketexporter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.watch.Agenda.Alarm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda();
    private final List<String> rung = new ArrayList<>();

    private Alarm alarm(String name) {
        return agenda.alarm(() -> rung.add(name));
    }

    private void ring(long now) {
        for (Runnable due = agenda.takeDue(now); due != null; due = agenda.takeDue(now)) {
            due.run();
        }
    }

    @Test
    void earlierAlarmsRingFirstAndEqualOnesInTheOrderInWhichTheyWereSet() {
        alarm("c").setFor(20);
        alarm("a").setFor(10);
        alarm("b").setFor(10);
        alarm("d").setFor(21);
        ring(20);
        assertThat(rung).containsExactly("a", "b", "c");
        assertThat(agenda.earliest()).isEqualTo(21);
    }

    @Test
    void alarmThatIsSetAgainRingsOnceAtItsNewTime() {
        Alarm alarm = alarm("a");
        alarm.setFor(10);
        alarm("b").setFor(20);
        alarm.setFor(30);
        ring(29);
        assertThat(rung).containsExactly("b");
        ring(30);
        ring(31);
        assertThat(rung).containsExactly("b", "a");
        assertThat(alarm.isSet()).isFalse();
    }

    /** One that flaps for an hour under a lifetime of a day must not fill the memory. */
    @Test
    void alarmThatIsCancelledLeavesNothingBehind() {
        Alarm alarm = alarm("a");
        alarm.setFor(10);
        alarm.cancel();
        assertThat(agenda.earliest()).isNull();
        ring(11);
        assertThat(rung).isEmpty();
    }

    @Test
    void ticksMayOverflow() {
        alarm("later").setFor(Long.MIN_VALUE + 5);
        alarm("sooner").setFor(Long.MAX_VALUE - 5);
        assertThat(agenda.takeDue(Long.MAX_VALUE - 6)).isNull();
        ring(Long.MIN_VALUE + 5);
        assertThat(rung).containsExactly("sooner", "later");
    }
}
