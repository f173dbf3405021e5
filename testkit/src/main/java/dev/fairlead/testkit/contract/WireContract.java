// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

/**
 * The whole contract of a wire. A test class implements this, once for each kind of wire and each direction:
 *
 * <pre>{@code
 * class CarrierPigeonContractIT implements WireContract {
 *     public Ends open(Opening opening) {
 *         return Loopback.of(new CarrierPigeonTransport()).down(opening);
 *     }
 * }
 * }</pre>
 */
public interface WireContract
        extends ThreadingRules, OrderRules, OnceRules, OwnershipRules, DemandRules, EndingRules, ByteRules {}
