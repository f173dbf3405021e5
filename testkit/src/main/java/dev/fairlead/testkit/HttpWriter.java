// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes messages with the framing that their heads tell. */
final class HttpWriter implements HttpSink {
    private final FlowOutlet outlet;
    private HttpFraming framing = HttpFraming.NONE;

    HttpWriter(FlowOutlet outlet) {
        this.outlet = outlet;
    }

    @Override
    public void head(HttpHead head) {
        framing = head.framing();
        outlet.write(head.bytes());
    }

    @Override
    public void data(ByteBuffer bytes) {
        if (framing != HttpFraming.CHUNKED) {
            outlet.write(bytes);
        } else if (bytes.hasRemaining()) {
            byte[] size = (Integer.toHexString(bytes.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            ByteBuffer chunk = ByteBuffer.allocate(size.length + bytes.remaining() + 2);
            outlet.write(
                    chunk.put(size).put(bytes).put((byte) '\r').put((byte) '\n').flip());
        }
    }

    @Override
    public void end() {
        if (framing == HttpFraming.CHUNKED) {
            outlet.write(ByteBuffer.wrap("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        } else if (framing == HttpFraming.UNTIL_CLOSE) {
            outlet.cut(LinkEnd.FIN);
        }
    }
}
