// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Something that networks do, by its row in the fault matrix; for {@link FaultProxy#faults}. Immutable.
 *
 * <p>Several can be on together. A request meets them in the order in which they are given, its answer in the opposite order. Most have
 * a number, which {@link #with} replaces: {@code Fault.F6.with(300)} ends links after 300 ms of silence.
 */
public final class Fault {
    /** A scanner that holds each answer until it ends. */
    public static final Fault F1 =
            new Fault("F1", "holds each answer until it ends", n -> new HeldResponse(Integer.MAX_VALUE));

    /** A proxy that asks in HTTP/1.0 and buffers. */
    public static final Fault F2 = new Fault(
            "F2", "asks the target in HTTP/1.0 and passes answers on in blocks of %d bytes", 8192, OldUpstream::new);

    /** Gzip that waits for full blocks. */
    public static final Fault F3 =
            new Fault("F3", "compresses answers and waits for full blocks", n -> new GzippedResponse());

    /** A stream that is reset in mid-response. */
    public static final Fault F4 = new Fault(
            "F4",
            "resets answers of untold length after %d ms",
            3_000,
            n -> new LimitedResponse(HttpHead::isOpenEnded, LinkLimits.NONE.age(Duration.ofMillis(n), LinkEnd.RESET)));

    /** A truncation that looks like a clean end. */
    public static final Fault F5 =
            new Fault("F5", "ends answers of untold length cleanly after %d bytes", 4096, CleanEnd::new);

    /** An idle time-out. */
    public static final Fault F6 = new Fault(
            "F6",
            "ends links after %d ms of silence",
            30_000,
            n -> LinkEffect.limiting((before, link) -> before.silence(Duration.ofMillis(n))));

    /** A maximum duration. */
    public static final Fault F7 = new Fault(
            "F7",
            "ends links after %d ms whatever passes, by FIN and RST in turn",
            30_000,
            n -> LinkEffect.limiting(
                    (before, link) -> before.age(Duration.ofMillis(n), link % 2 == 0 ? LinkEnd.RESET : LinkEnd.FIN)));

    /** A proxy that strips upgrades. */
    public static final Fault F8 =
            new Fault("F8", "strips Upgrade from requests", n -> new HeaderRule("upgrade"::equals, name -> false));

    /** A policy against WebSockets. */
    public static final Fault F9 = new Fault(
            "F9",
            "refuses WebSockets with 403 and an HTML page",
            n -> new Refusal(HttpHead::asksForWebSocket, HttpAnswer.page("403 Forbidden")));

    /** A WebSocket that opens, and then silence. */
    public static final Fault F10 =
            new Fault("F10", "lets WebSockets open and nothing pass through them", n -> new SilentTunnel());

    /** An idle time-out for WebSockets alone. */
    public static final Fault F11 = new Fault(
            "F11",
            "ends WebSockets after %d ms of silence",
            30_000,
            n -> new LimitedResponse(HttpHead::opensTunnel, LinkLimits.NONE.silence(Duration.ofMillis(n))));

    /** Links that go half-open. */
    public static final Fault F12 = new Fault(
            "F12",
            "makes black holes of links after %d ms: half-open, without FIN or RST",
            5_000,
            n -> LinkEffect.limiting((before, link) -> before.age(Duration.ofMillis(n), LinkEnd.VANISH)));

    /** A proxy that repeats POSTs. */
    public static final Fault F13 = new Fault("F13", "sends each POST %d times", 3, n -> new Replay((int) n));

    /** A cache that ignores no-store. */
    public static final Fault F14 = new Fault(
            "F14",
            "answers GET and POST from a cache for %d ms, whatever the headers say",
            10_000,
            n -> new AnswerCache(Duration.ofMillis(n)));

    /** A block page in place of the stream. */
    public static final Fault F15 = new Fault(
            "F15",
            "answers 200 and an HTML page in place of event streams",
            n -> new Refusal(HttpHead::asksForEvents, HttpAnswer.page("200 OK")));

    /** A policy against unusual methods. */
    public static final Fault F16 = new Fault(
            "F16",
            "refuses methods other than GET and POST with 403",
            n -> new Refusal(head -> !head.method().matches("GET|POST"), HttpAnswer.page("403 Forbidden")));

    /** A cap on bodies. */
    public static final Fault F17 =
            new Fault("F17", "refuses requests of more than %d bytes with 413", 1 << 20, BodyCap::new);

    /** A rule against headers that it does not know. */
    public static final Fault F18 = dropping(Pattern.compile("last-event-id|acp-.*|fairlead-.*|cookie|set-cookie"));

    /** A client's side without chunked coding. */
    public static final Fault F19 =
            new Fault("F19", "answers in HTTP/1.0 and refuses chunked requests with 411", n -> new OldClient());

    /** A limit on the rate of polls. */
    public static final Fault F20 =
            new Fault("F20", "answers 429 with Retry-After to more than %d polls a second", 2, PollLimit::new);

    /** A load balancer without affinity. */
    public static final Fault F21 =
            new Fault("F21", "sends each request to another target in turn", n -> new RoundRobin());

    /** Bytes that are split anywhere. */
    public static final Fault F23 = new Fault(
            "F23", "passes bytes on in pieces of %d", 1, n -> links((before, link) -> before.inPieces((int) n)));

    /** A slow network. */
    public static final Fault F25 = new Fault(
            "F25",
            "delays bytes by %d ms, and as much as a sixth of it more",
            300,
            n -> links((before, link) -> before.delayed(Duration.ofMillis(n), Duration.ofMillis(n / 6))));

    /** Restarts. */
    public static final Fault F26 = new Fault(
            "F26",
            "ends all links every %d ms, and takes no new ones for a fifth of that time",
            5_000,
            n -> always(proxy -> proxy.restarts(Duration.ofMillis(n), Duration.ofMillis(n / 5))));

    /** A storm. */
    public static final Fault F27 = new Fault(
            "F27",
            "ends all links at random points, each time after at most %d ms and no less than a fifth of it",
            500,
            n -> always(proxy -> proxy.storm(Duration.ofMillis(n / 5), Duration.ofMillis(n))));

    private static final List<Fault> ALL = List.of(
            F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13, F14, F15, F16, F17, F18, F19, F20, F21, F23, F25,
            F26, F27);

    private final String row;
    private final String sentence;
    private final long number;
    private final LongFunction<FaultEffect> effect;

    private Fault(String row, String sentence, LongFunction<FaultEffect> effect) {
        this(row, sentence, 0, effect);
    }

    private Fault(String row, String sentence, long number, LongFunction<FaultEffect> effect) {
        this.row = row;
        this.sentence = sentence;
        this.number = number;
        this.effect = effect;
    }

    private static FaultEffect links(LinkEffect changed) {
        return changed;
    }

    private static FaultEffect always(PortEffect goingOn) {
        return goingOn;
    }

    /** Returns a header rule (F18) for other headers: those whose lower-case names match, both ways. */
    public static Fault dropping(Pattern names) {
        Predicate<String> matching = names.asMatchPredicate();
        return new Fault("F18", "drops the headers " + names, n -> new HeaderRule(matching, matching));
    }

    /** Returns all faults that a proxy can do, in the order of the matrix. */
    public static List<Fault> all() {
        return ALL;
    }

    /**
     * Reads a fault as a command line has it: {@code F6}, or {@code f6:300} with its number.
     *
     * @throws IllegalArgumentException if there is no such fault
     */
    public static Fault of(String text) {
        String[] parts = text.trim().split(":", 2);
        Fault fault = ALL.stream()
                .filter(each -> each.row.equals(parts[0].toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault '" + text + "'. There are "
                        + ALL.stream().map(Fault::row).toList() + "."));
        if (parts.length == 1) {
            return fault;
        }
        if (!parts[1].matches("[0-9]{1,12}")) {
            throw new IllegalArgumentException("The number of fault '" + text + "' is none.");
        }
        return fault.with(Long.parseLong(parts[1]));
    }

    /**
     * Returns the same with another number.
     *
     * @throws IllegalArgumentException if the fault has none, or it is not positive
     */
    public Fault with(long replacement) {
        if (number == 0 || replacement < 1) {
            throw new IllegalArgumentException("Fault " + row + " takes "
                    + (number == 0 ? "no number." : "a number greater than 0, not " + replacement + "."));
        }
        return new Fault(row, sentence, replacement, effect);
    }

    /** Returns its row in the matrix. */
    public String row() {
        return row;
    }

    /** Returns what it does, as the rest of a sentence about the proxy. */
    public String sentence() {
        return number == 0 ? sentence : sentence.formatted(number);
    }

    /** Returns its effect on one proxy, from now on. */
    FaultEffect effect() {
        return effect.apply(number);
    }

    @Override
    public String toString() {
        return row + " " + sentence();
    }
}
