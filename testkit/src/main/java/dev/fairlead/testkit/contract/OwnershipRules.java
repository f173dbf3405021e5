// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import java.util.Arrays;

/** Chapter 4 of the contract. */
public interface OwnershipRules extends WireFixture {
    /** A listener may write over what it was given, and nobody else does. */
    @Rule("4.1")
    default void bytesBelongToTheListener() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100));
            crossing.awaitAll();
            byte[] first = crossing.far().messages().get(0).utf8;
            Arrays.fill(first, (byte) '!');
            byte[] before = first.clone();
            String next = Crossing.text(1, 100);
            crossing.send(next);
            crossing.awaitExactly(2, "A message came that nobody sent.");
            if (!crossing.far().messages().get(1).text().equals(next)) {
                throw new Breach("4.1", "What the listener did with its bytes is heard in the next message.");
            }
            if (!Arrays.equals(first, before)) {
                throw new Breach("4.1", "Bytes that were given to the listener were written again.");
            }
        }
    }

    /** A message that was written is as it was, and may be written again. */
    @Rule("4.2")
    default void aMessageMayBeWrittenAgain() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            String text = Crossing.text(0, 100);
            crossing.sendAgain(text);
            crossing.awaitAll();
        }
    }
}
