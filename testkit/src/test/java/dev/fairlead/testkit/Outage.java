// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** A link that is lost for a while; what is made anew afterwards works. */
enum Outage {
    /** Clean ends, and nobody listens. */
    CUT {
        @Override
        void begin(FaultProxy proxy) {
            proxy.become(LinkConditions.CLEAR.refusing());
            proxy.cut(LinkEnd.FIN);
        }
    },
    /** Resets, and nobody listens. */
    RESET {
        @Override
        void begin(FaultProxy proxy) {
            proxy.become(LinkConditions.CLEAR.refusing());
            proxy.cut(LinkEnd.RESET);
        }
    },
    /** Not a word, as when a laptop leaves its network. */
    BLACK_HOLE {
        @Override
        void begin(FaultProxy proxy) {
            proxy.become(LinkConditions.CLEAR.vanishing());
        }
    };

    abstract void begin(FaultProxy proxy);

    void end(FaultProxy proxy) {
        proxy.become(LinkConditions.CLEAR);
    }
}
