// SPDX-License-Identifier: Apache-2.0

/** The {@code fairlead} command, and the demo agent. */
module dev.fairlead.cli {
    requires dev.fairlead.runtime;
    requires info.picocli;
    requires org.slf4j;
    requires static org.jspecify;
    requires transitive dev.fairlead.api;

    exports dev.fairlead.cli;

    opens dev.fairlead.cli to
            info.picocli;

    uses dev.fairlead.api.spi.Transport;
    uses dev.fairlead.cli.Container;
}
