// SPDX-License-Identifier: Apache-2.0

/** The published test kit of Fairlead. */
module dev.fairlead.testkit {
    requires static org.jspecify;
    requires java.net.http;
    requires transitive dev.fairlead.api;
    requires static transitive org.junit.jupiter.api;

    exports dev.fairlead.testkit;
    exports dev.fairlead.testkit.contract;

    uses dev.fairlead.api.spi.HttpEngine;

    provides java.util.spi.ToolProvider with
            dev.fairlead.testkit.ConformanceTool,
            dev.fairlead.testkit.FaultProxyTool;
}
