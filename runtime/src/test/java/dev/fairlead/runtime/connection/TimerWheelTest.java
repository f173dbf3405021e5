// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final int TICK_MILLIS = 50;

    private final TimerWheel wheel = new TimerWheel();

    @AfterEach
    void close() {
        wheel.close();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(20, TimeUnit.SECONDS), "in time");
    }

    @Test
    void runsATaskOnceAndNeverTooEarly() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        AtomicLong at = new AtomicLong();
        long start = wheel.now();
        wheel.after(Duration.ofMillis(120), () -> {
            at.set(wheel.now());
            ran.countDown();
        });
        await(ran);
        assertTrue(at.get() - start >= Duration.ofMillis(120).toNanos());
    }

    @Test
    void runsTasksInTheOrderOfTheirTimesOneAfterTheOther() throws InterruptedException {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        Map<Integer, Long> earliest = new HashMap<>();
        Map<Integer, Long> latest = new HashMap<>();
        CountDownLatch ran = new CountDownLatch(3);
        for (int delay : new int[] {300, 0, 150}) {
            earliest.put(delay, wheel.now() + Duration.ofMillis(delay).toNanos());
            wheel.after(Duration.ofMillis(delay), () -> {
                order.add(delay);
                ran.countDown();
            });
            latest.put(
                    delay, wheel.now() + Duration.ofMillis(delay + TICK_MILLIS).toNanos());
        }
        await(ran);
        for (int i = 1; i < order.size(); i++) { // where this thread was held up, two may be due together
            int one = order.get(i - 1);
            int next = order.get(i);
            assertTrue(latest.get(next) > earliest.get(one), order::toString);
        }
    }

    @Test
    void aTaskMayAddAnother() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(2);
        wheel.after(Duration.ZERO, () -> {
            ran.countDown();
            wheel.after(Duration.ofMillis(60), ran::countDown);
        });
        await(ran);
    }

    @Test
    void aTaskThatFailsStopsNobody() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        wheel.after(Duration.ZERO, () -> {
            throw new IllegalStateException("on purpose");
        });
        wheel.after(Duration.ofMillis(100), ran::countDown);
        await(ran);
    }

    @Test
    void aDelayOfMoreThanATurnWaitsForItsOwnTurn() throws InterruptedException {
        CountDownLatch early = new CountDownLatch(1);
        AtomicReference<String> wrong = new AtomicReference<>();
        // One turn is 512 ticks of 50 ms: this one falls into the slot of the next ticks.
        wheel.after(Duration.ofMillis(512 * 50 + 50), () -> wrong.set("ran a turn early"));
        wheel.after(Duration.ofMillis(300), early::countDown);
        await(early);
        assertEquals(null, wrong.get());
    }

    @Test
    void closingEndsTheThreadAndForgetsTheRest() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        wheel.after(Duration.ZERO, () -> {
            thread.set(Thread.currentThread());
            ran.countDown();
        });
        await(ran);
        assertEquals("fairlead-timers", thread.get().getName());
        wheel.close();
        assertFalse(thread.get().isAlive());
        wheel.close();
    }

    @Test
    void canBeClosedByItsOwnTask() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        wheel.after(Duration.ZERO, () -> {
            wheel.close();
            ran.countDown();
        });
        await(ran);
    }
}
