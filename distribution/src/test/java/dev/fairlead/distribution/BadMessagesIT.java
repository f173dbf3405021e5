// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that are no message: each gets its status and a sentence, and no agent is started for it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is left is read from /proc")
class BadMessagesIT {
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final String TOO_LARGE = "The body of the request is larger than 16777216 bytes.";
    private static final byte[] MEGABYTE = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);

    private static final Map<Housing, Served> SERVED = new EnumMap<>(Housing.class);

    /** Bodies by what is wrong with them; a character is a byte. */
    private enum NotJson {
        NOTHING(""),
        WORDS("nonsense"),
        HALF("{\"jsonrpc\":\"2.0\",\"id\":0,\"met"),
        TRAILING_COMMA("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",}"),
        TWO_VALUES(Caller.INITIALIZE + " {}"),
        NUL_BEFORE("\0" + Caller.INITIALIZE),
        NUL_INSIDE(Caller.INITIALIZE.replace("params", "par\0ms")),
        NUL_AFTER(Caller.INITIALIZE + "\0"),
        LONE_SURROGATE(Caller.INITIALIZE.replace("params", "par\u00ED\u00A0\u0080ms")),
        HALF_A_CHARACTER(Caller.INITIALIZE.replace("params", "par\u00C3ms"));

        private final String body;

        NotJson(String body) {
            this.body = body;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        for (Housing housing : Housing.values()) {
            SERVED.put(housing, housing.serve(Map.of(), TestAgent.ANSWERS.command()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (Served served : SERVED.values()) {
            served.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        SERVED.values().forEach(Served::awaitRest);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotJsonIsAnsweredWith400(NotJson bad) throws IOException {
        for (Served served : SERVED.values()) {
            Caller caller = served.caller();
            caller.exchange(caller.post(bad.body.getBytes(StandardCharsets.ISO_8859_1)))
                    .assertError(400, PARSE_ERROR, "Not JSON: ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoneSurrogateThatIsEscapedIsJson(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        String body = Caller.INITIALIZE.replace(
                "{\"protocolVersion\"", "{\"\\ud800\\u0000\":\"\\udfff\",\"protocolVersion\"");
        String connection = caller.exchange(caller.post(body)).connectionId();
        assertEquals(202, caller.delete(connection).status());
    }

    @ParameterizedTest
    @EnumSource
    void nesting10000DeepIsAnsweredWith400(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        caller.exchange(caller.post(Caller.INITIALIZE.replace(":1}", ":" + deep + "}")))
                .assertError(400, INVALID_REQUEST, "nested deeper than 128 levels");
    }

    @ParameterizedTest
    @EnumSource
    void a20MegabyteBodyIsAnsweredWith413(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        try (Socket socket = caller.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii(caller.head("POST", "Content-Type: application/json", "Content-Length: 20000000")));
            writeMegabytes(out, false);
            Caller.answer(socket).assertError(413, INVALID_REQUEST, TOO_LARGE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a20MegabyteBodyInChunksIsAnsweredWith413(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        try (Socket socket = caller.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii(caller.head("POST", "Content-Type: application/json", "Transfer-Encoding: chunked")));
            writeMegabytes(out, true);
            Caller.answer(socket).assertError(413, INVALID_REQUEST, TOO_LARGE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatIsAnnouncedTooLargeIsAnsweredWith413BeforeItComes(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        caller.exchange(ascii(caller.head("POST", "Content-Type: application/json", "Content-Length: 20000000")))
                .assertError(413, INVALID_REQUEST, TOO_LARGE);
    }

    private static void writeMegabytes(OutputStream out, boolean chunked) throws IOException {
        try {
            for (int i = 0; i < 20; i++) {
                out.write(chunked ? ascii("f4240\r\n") : new byte[0]);
                out.write(MEGABYTE);
                out.write(chunked ? ascii("\r\n") : new byte[0]);
            }
            out.write(chunked ? ascii("0\r\n\r\n") : new byte[0]);
        } catch (SocketException e) {
            // The server need not listen to the end.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
