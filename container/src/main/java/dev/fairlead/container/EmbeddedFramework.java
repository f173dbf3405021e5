// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.container;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.cli.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * The first framework that there is. Its first bundle is Apache Felix File Install, from beside this one, which installs all others
 * from the folders and goes on watching them.
 */
public final class EmbeddedFramework implements Container {
    /** Of the Service Loader Mediator, which says on standard error what it finds; kept, so that its level is. */
    private static final Logger MEDIATOR = Logger.getLogger("org.apache.aries.spifly");

    private static final String GATEWAY = "(" + Constants.OBJECTCLASS + "=dev.fairlead.runtime.Gateway)";

    @Override
    public Running start(List<Path> folders, Map<String, String> properties, Consumer<Map<String, String>> serving) {
        try {
            MEDIATOR.setLevel(Level.WARNING);
            UnheardTransports.name(folders);
            FrameworkCache cache = FrameworkCache.create();
            Map<String, String> all = new HashMap<>(properties);
            all.put(Constants.FRAMEWORK_STORAGE, cache.folder().toString());
            all.put("felix.bootdelegation.implicit", "false");
            all.put("gosh.args", "--noshutdown"); // standard input may end while clients are served
            all.put(
                    "felix.fileinstall.dir",
                    folders.stream().map(Path::toString).collect(Collectors.joining(",")));
            all.put("felix.fileinstall.noInitialDelay", "true");
            all.put("felix.fileinstall.poll", "1000");
            all.put("felix.fileinstall.log.default", "jul"); // on standard error
            all.put("felix.fileinstall.log.level", "1");
            all.put("felix.fileinstall.tmpdir", cache.folder().toString());
            Framework framework = factory().newFramework(all);
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.addServiceListener(new GatewayListener(serving), GATEWAY);
            context.addBundleListener(new StartOrder());
            framework.start();
            context.installBundle(beside("org.apache.felix.fileinstall")).start();
            framework.adapt(FrameworkStartLevel.class).setStartLevel(StartOrder.ALL);
            return new RunningFramework(framework, cache);
        } catch (BundleException | InvalidSyntaxException e) {
            throw new AgentException(Code.INTERNAL, "The OSGi framework did not start: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the location of the bundle with that name beside the jar of this class. */
    private static String beside(String name) throws IOException {
        try {
            Path jar = Path.of(EmbeddedFramework.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(jar.resolve("..").normalize())) {
                return files.filter(file -> file.getFileName().toString().startsWith(name))
                        .findFirst()
                        .orElseThrow(() -> new AgentException(
                                Code.CONFIGURATION,
                                "There is no " + name + " beside " + jar + ". Unpack the zip again."))
                        .toUri()
                        .toString();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FrameworkFactory factory() {
        return ServiceLoader.load(FrameworkFactory.class, EmbeddedFramework.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new AgentException(
                        Code.CONFIGURATION,
                        "There is no OSGi framework beside fairlead-container. Unpack the zip again."));
    }
}
