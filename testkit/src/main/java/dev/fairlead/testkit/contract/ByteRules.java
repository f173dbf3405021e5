// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.MessageLimits;
import java.util.concurrent.CompletableFuture;

/** Chapter 7 of the contract. */
public interface ByteRules extends WireFixture {
    /** What is strange in a message arrives as it was written. */
    @Rule("7.1")
    default void noByteOfAMessageIsChanged() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"a\":1.50e+01,\"a\":\"twice\",\"z\":1234567890123456789012345}}",
                    "{ \"method\" : \"_vendor/x\" , \"jsonrpc\":\"2.0\",\t\"params\": [ ] }",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"\\u00fc\\/ü😀\\ud83d\\ude00\u2028\u0085\u007f\"}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/end\",\"params\":{\"code\":\"normal\",\"detail\":\"said by an agent\"}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":\"data: 1\\n\\nevent: end\",\"result\":null}",
                    "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32603,\"message\":\"\"}}");
            crossing.awaitAll();
        }
    }

    /** A message over the limit does not reach the listener: the wire ends, or goes on with the next. */
    @Rule("7.2")
    default void aMessageOverTheLimitIsRefused() throws Exception {
        MessageLimits limits = new MessageLimits(64 << 10, 128, 1 << 10);
        try (Crossing crossing = Crossing.of(this, limits)) {
            crossing.send(Crossing.text(0, 1000));
            CompletableFuture<Void> tooLarge = crossing.write(Crossing.text(1, 2 << 20));
            if (crossing.outcome(tooLarge) == null && crossing.near().end() == null) {
                var unused = crossing.write(Crossing.text(2, 1000));
            }
            String large = crossing.sent().get(1);
            while (crossing.far().end() == null && crossing.far().messages().size() < 2) {
                if (!crossing.far().awaitSomething(patience())) {
                    throw new Breach("7.2", "After a message over the limit nothing more was heard, not even an end.");
                }
            }
            if (crossing.far().messages().stream()
                    .anyMatch(heard -> heard.text().equals(large))) {
                throw new Breach("7.2", "A message of 2 MiB was heard, where 64 KiB are allowed.");
            }
            crossing.close(CloseReason.NORMAL);
        }
    }
}
