// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

/** The kinds of thread that a child process has (ADR 10). They belong to it and end with it, so they may block. */
enum AgentThread {
    /** Starts the child, then reads its stdout and calls the listener: whatever the runtime needs of a stack, it gets. */
    STDOUT("agent-stdout", 0),
    /** Copies its stderr to the log. */
    STDERR("agent-stderr", 256 << 10),
    /** Writes to its stdin; comes with something to write and goes when there is nothing for a while. */
    STDIN("agent-stdin", 256 << 10),
    /** Ends the child; there while it is ending. Tells the listener: its stack is the runtime's. */
    CLOSING("agent-closing", 0);

    private final String title;
    private final long stackBytes;

    AgentThread(String title, long stackBytes) {
        this.title = title;
        this.stackBytes = stackBytes;
    }

    /** Starts one whose child is not there yet. */
    void start(Runnable body) {
        unstarted(title, body).start();
    }

    /** Returns one for the child of that process id, not started. */
    Thread of(long pid, Runnable body) {
        return unstarted(name(pid), body);
    }

    /** Names the current thread after the child. */
    void claim(long pid) {
        Thread.currentThread().setName(name(pid));
    }

    private String name(long pid) {
        return title + "-" + pid;
    }

    private Thread unstarted(String name, Runnable body) {
        Thread thread = new Thread(null, body, name, stackBytes);
        thread.setDaemon(true);
        return thread;
    }
}
