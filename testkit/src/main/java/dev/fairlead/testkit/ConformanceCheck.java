// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.util.Objects;

/** One requirement of the wire and the way to try it. */
public final class ConformanceCheck {
    private final String id;
    private final Level level;
    private final String row;
    private final String requirement;
    private final boolean needsDemoAgent;
    private final Body body;

    /** How much depends on it. */
    public enum Level {
        /** A plain client or server of the RFD depends on it (wire.md part 1). */
        MUST,
        /** The standards below, or good manners, ask for it. */
        SHOULD,
        /** Fairlead adds it (wire.md part 2); a plain server need not have it. */
        EXTENSION
    }

    /** Tries the requirement; throws what says that it does not hold. */
    interface Body {
        void run(Trial trial) throws IOException, InterruptedException;
    }

    private ConformanceCheck(
            String id, Level level, String row, String requirement, boolean needsDemoAgent, Body body) {
        this.id = Objects.requireNonNull(id);
        this.level = level;
        this.row = row;
        this.requirement = requirement;
        this.needsDemoAgent = needsDemoAgent;
        this.body = body;
    }

    static ConformanceCheck must(String id, String row, String requirement, Body body) {
        return new ConformanceCheck(id, Level.MUST, row, requirement, false, body);
    }

    static ConformanceCheck should(String id, String row, String requirement, Body body) {
        return new ConformanceCheck(id, Level.SHOULD, row, requirement, false, body);
    }

    static ConformanceCheck extension(String id, String row, String requirement, Body body) {
        return new ConformanceCheck(id, Level.EXTENSION, row, requirement, false, body);
    }

    /** Returns this check for servers whose agent is Fairlead's demo agent, and skipped for all others. */
    ConformanceCheck withDemoAgent() {
        return new ConformanceCheck(id, level, row, requirement, true, body);
    }

    /** Returns the name, in lower case with dashes; it does not change. */
    public String id() {
        return id;
    }

    /** Returns how much depends on it. */
    public Level level() {
        return level;
    }

    /** Returns where wire.md, or the standard named there, asks for it. */
    public String row() {
        return row;
    }

    /** Returns what must hold, as a sentence. */
    public String requirement() {
        return requirement;
    }

    /** Tries it on a server. Blocks until it is decided. */
    ConformanceResult run(Subject subject) {
        if (needsDemoAgent && !subject.hasDemoAgent()) {
            return ConformanceResult.skipped(
                    this,
                    "needs " + Subject.DEMO_AGENT + " behind the endpoint, which has '" + subject.agentName() + "'");
        }
        try (Trial trial = new Trial(subject)) {
            body.run(trial);
            return ConformanceResult.pass(this);
        } catch (CheckSkipped e) {
            return ConformanceResult.skipped(this, String.valueOf(e.getMessage()));
        } catch (ConformanceFailure e) {
            return ConformanceResult.fail(this, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return ConformanceResult.fail(this, "the exchange broke: " + e.getMessage());
        } catch (RuntimeException e) {
            return ConformanceResult.fail(this, "the answer could not be understood: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConformanceResult.fail(this, "interrupted");
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
