// SPDX-License-Identifier: Apache-2.0

/** Runs the product's bundles in whatever OSGi framework {@link java.util.ServiceLoader} finds. */
@SuppressWarnings("requires-automatic") // that of OSGi, which the framework brings
module dev.fairlead.container {
    requires dev.fairlead.api;
    requires dev.fairlead.cli;
    requires java.logging;
    requires org.slf4j;
    requires static org.jspecify;
    requires static org.osgi.framework;

    uses org.osgi.framework.launch.FrameworkFactory;

    provides dev.fairlead.cli.Container with
            dev.fairlead.container.EmbeddedFramework;
}
