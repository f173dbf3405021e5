// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent in a process of its own that answers {@code initialize}, and begins to write when it reads anything else: with
 * {@code line} a write for each update of 200 bytes, with {@code block} 64 KiB of them at a time, both as fast as it can; with
 * {@code stamp} a stamped update a millisecond.
 */
public final class Child {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private Child() {}

    /** Runs it. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) throws IOException {
        String mode = arguments[0];
        try (OutputStream out = new FileOutputStream(java.io.FileDescriptor.out);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            in.readLine();
            out.write(Payload.ascii("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":1}}\n"));
            in.readLine();
            Thread writer = new Thread(() -> write(mode, out));
            writer.setDaemon(true);
            writer.start();
            while (in.readLine() != null) {
                // until the gateway closes it
            }
        }
    }

    private static void write(String mode, OutputStream out) {
        byte[] line = line(Payload.update(200));
        try {
            switch (mode) {
                case "line" -> repeat(out, line);
                case "block" -> repeat(out, block(line));
                default -> stamp(out);
            }
        } catch (IOException e) {
            System.exit(0);
        }
    }

    private static void repeat(OutputStream out, byte[] bytes) throws IOException {
        while (true) {
            out.write(bytes);
        }
    }

    private static void stamp(OutputStream out) throws IOException {
        long next = System.nanoTime();
        while (true) {
            next += MILLISECOND;
            for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            out.write(line(Payload.stamped()));
        }
    }

    private static byte[] line(byte[] message) {
        byte[] line = Arrays.copyOf(message, message.length + 1);
        line[message.length] = '\n';
        return line;
    }

    private static byte[] block(byte[] line) {
        byte[] block = new byte[(64 << 10) / line.length * line.length];
        for (int i = 0; i < block.length; i++) {
            block[i] = line[i % line.length];
        }
        return block;
    }

    /** Returns the command that runs it. */
    static List<String> command(String mode) {
        return List.of(java(), "-XX:+UseSerialGC", "-Xshare:auto", "-cp", classPath(), Child.class.getName(), mode);
    }

    /** Starts it without a gateway, and makes it begin. */
    static Process begun(String mode) throws IOException {
        Process process = new ProcessBuilder(command(mode))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write(Payload.ascii("initialize\ngo\n"));
        process.getOutputStream().flush();
        return process;
    }

    /** Returns the program that runs this JVM. */
    static String java() {
        return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    }

    static String classPath() {
        return System.getProperty("java.class.path", "");
    }
}
