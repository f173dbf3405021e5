// SPDX-License-Identifier: Apache-2.0

/** The contracts of Fairlead; needs the JDK alone. Start with {@link dev.fairlead.api}. */
module dev.fairlead.api {
    requires static org.jspecify;
    requires transitive java.net.http;

    exports dev.fairlead.api;
    exports dev.fairlead.api.http;
    exports dev.fairlead.api.spi;
}
