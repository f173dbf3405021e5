// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** An OSGi framework with the product's bundles, and nothing of the class path of the test. */
final class Container implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Framework framework;

    private Container(Framework framework) {
        this.framework = framework;
    }

    /** Starts a framework in a folder, with settings of the product; no bundle is there yet. */
    static Container in(FrameworkFactory factory, Path folder, Map<String, String> settings) throws BundleException {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, folder.toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put("felix.bootdelegation.implicit", "false");
        properties.put("felix.log.level", "1");
        properties.put("felix.service.urlhandlers", "false"); // a JVM has one place for them, and Equinox wants it
        settings.forEach((key, text) -> properties.put("fairlead." + key, text));
        Framework framework = factory.newFramework(properties);
        framework.start();
        return new Container(framework);
    }

    /** Returns the bundles of the product and what a container needs for them. */
    static List<Path> bundles() throws IOException {
        List<Path> bundles = new ArrayList<>(Installed.assembled().jars());
        bundles.addAll(mediator());
        return bundles;
    }

    /** Returns the Service Loader Mediator and what it needs. */
    static List<Path> mediator() throws IOException {
        try (Stream<Path> files = Files.list(Installed.assembled().bundles())) {
            return files.filter(file -> !file.getFileName().toString().contains(".gogo."))
                    .sorted()
                    .toList();
        }
    }

    /** Installs bundles, then starts them, both in that order. */
    void start(List<Path> jars) throws BundleException {
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : jars) {
            installed.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
        }
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    Bundle bundle(String symbolicName) {
        return Stream.of(framework.getBundleContext().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no bundle " + symbolicName));
    }

    List<Bundle> all() {
        return List.of(framework.getBundleContext().getBundles());
    }

    /** Waits until there is a gateway, and returns its address. */
    String address() {
        return Awaitility.await().atMost(PATIENCE).until(this::published, found -> found != null);
    }

    /** Waits until there is no gateway any more. */
    void awaitNoGateway() {
        Awaitility.await().atMost(PATIENCE).until(() -> published() == null);
    }

    /** Looks among all services: a class of that name on the test's own class path is another one. */
    private String published() {
        try {
            ServiceReference<?>[] found =
                    framework.getBundleContext().getAllServiceReferences("dev.fairlead.runtime.Gateway", null);
            return found == null ? null : String.valueOf(found[0].getProperty("address"));
        } catch (InvalidSyntaxException e) {
            throw new AssertionError("There is no filter.", e);
        }
    }

    /** Makes an object of a bundle's class, and registers it as a service of that bundle. */
    void register(String type, Bundle bundle, String className) throws ReflectiveOperationException {
        Object service = bundle.loadClass(className).getConstructor().newInstance();
        bundle.getBundleContext().registerService(type, service, null);
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
