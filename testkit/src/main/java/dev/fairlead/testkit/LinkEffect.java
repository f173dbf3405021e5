// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.function.BiFunction;

/** Changes how links behave. */
@FunctionalInterface
interface LinkEffect extends FaultEffect {
    @Override
    LinkConditions conditions(LinkConditions before, int link);

    /** Makes one that changes the limits of a link, known by its number. */
    static LinkEffect limiting(BiFunction<LinkLimits, Integer, LinkLimits> change) {
        return (before, link) -> before.limited(change.apply(before.limits(), link));
    }
}
