// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of wire.md that POST and DELETE read, and what POST answers. */
final class Headers {
    static final String CONNECTION_ID = "Acp-Connection-Id";
    static final String SESSION_ID = "Acp-Session-Id";
    static final String SEQUENCE = "Fairlead-Sequence";
    static final String ACKNOWLEDGED = "Fairlead-Ack";
    static final String RECEIVED = "Fairlead-Received";
    private static final String CLIENT = "Fairlead-Client";
    private static final String STREAM = "Fairlead-Stream";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NAME = Pattern.compile("[!-~]{1,128}");

    private Headers() {}

    /** Returns a header's number, or {@link WireListener#UNNUMBERED} if there is none. */
    static long number(HttpCall call, String name) {
        String text = call.header(name);
        if (text == null) {
            return WireListener.UNNUMBERED;
        }
        long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (number == 0) {
            throw new AgentException(Code.INVALID_MESSAGE, "The header " + name + " must be a whole number from 1.");
        }
        return number;
    }

    /** Returns the streams that an acknowledgement speaks for. */
    static Streams streams(HttpCall call) {
        if ("all".equalsIgnoreCase(call.header(STREAM))) {
            return Streams.ALL;
        }
        String session = call.header(SESSION_ID);
        return session == null ? Streams.CONNECTION : Streams.session(session);
    }

    /** Returns the id of the connection that is spoken of; throws {@link Code#CONNECTION_REQUIRED} if there is none. */
    static String connection(HttpCall call) {
        String id = call.header(CONNECTION_ID);
        if (id == null) {
            throw new AgentException(Code.CONNECTION_REQUIRED, "The header " + CONNECTION_ID + " is missing.");
        }
        return id;
    }

    /** Returns the name that the client gave itself, or null for the unnamed client. All whose name was emptied on the way are that. */
    static @Nullable String client(HttpCall call) {
        String name = call.header(CLIENT);
        if (name == null || name.isEmpty()) {
            return null;
        }
        if (!NAME.matcher(name).matches()) {
            throw new AgentException(
                    Code.INVALID_MESSAGE, "The header " + CLIENT + " must be at most 128 visible characters.");
        }
        return name;
    }
}
