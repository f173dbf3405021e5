// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** A transport that is what the test says; without a word of it, it neither serves nor dials. */
public final class FakeTransport implements Transport {
    private final String id;
    private int rank = 100;
    private List<Setting<?>> settings = List.of();
    private Setting<String> place;
    private Predicate<Target> reach = target -> false;
    private Function<DialContext, CompletionStage<Wire>> dialling;
    private Function<ServeContext, RunningTransport> serving;

    private FakeTransport(String id) {
        this.id = id;
    }

    public static FakeTransport of(String id) {
        return new FakeTransport(id);
    }

    public FakeTransport ranked(int itsRank) {
        rank = itsRank;
        return this;
    }

    /** Declares a text setting. */
    public FakeTransport reading(String key) {
        settings = List.of(Setting.text(key, "", "Whatever."));
        return this;
    }

    /** Serves where a text setting says. */
    public FakeTransport servingAt(String key) {
        place = Setting.text(key, "", "Where.");
        return this;
    }

    public FakeTransport reaching(Predicate<Target> itsReach) {
        reach = itsReach;
        return this;
    }

    /** Reaches every target, in that way. */
    public FakeTransport dialling(Function<DialContext, CompletionStage<Wire>> way) {
        dialling = way;
        return reaching(target -> true);
    }

    public FakeTransport serving(Function<ServeContext, RunningTransport> way) {
        serving = way;
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public List<Setting<?>> settings() {
        return settings;
    }

    @Override
    public boolean serves() {
        return serving != null;
    }

    @Override
    public Setting<String> servesAt() {
        return place;
    }

    @Override
    public RunningTransport serve(ServeContext context) {
        return serving.apply(context);
    }

    @Override
    public boolean dials(Target target) {
        return reach.test(target);
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        return dialling.apply(context);
    }

    @Override
    public String toString() {
        return id;
    }
}
