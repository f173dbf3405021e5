// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Everything that could happen next in a simulation, in one bag: what happens is drawn. */
public final class Scheduler implements Executor {
    private final Chance chance;
    private final List<Runnable> tasks = new ArrayList<>();
    private long steps;

    public Scheduler(Chance chance) {
        this.chance = chance;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs one task, whichever; returns false if there is none. */
    public boolean step() {
        if (tasks.isEmpty()) {
            return false;
        }
        int drawn = chance.below(tasks.size());
        Runnable last = tasks.remove(tasks.size() - 1);
        Runnable task = drawn == tasks.size() ? last : tasks.set(drawn, last);
        steps++;
        task.run();
        return true;
    }

    public boolean isQuiet() {
        return tasks.isEmpty();
    }

    /** Counts a step that was not a task. */
    public void count() {
        steps++;
    }

    /** Returns how many steps there have been. */
    public long steps() {
        return steps;
    }
}
