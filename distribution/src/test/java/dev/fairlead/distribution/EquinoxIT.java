// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.osgi.framework.launch.FrameworkFactory;

/** The product in Eclipse Equinox. */
class EquinoxIT implements ContainerContract {
    private static final Path JAR = Path.of(System.getProperty("fairlead.equinox", "unknown"));

    @Override
    public FrameworkFactory framework() {
        try {
            ClassLoader loader = new URLClassLoader(new URL[] {JAR.toUri().toURL()}, new ApiAlone());
            return ServiceLoader.load(FrameworkFactory.class, loader)
                    .findFirst()
                    .orElseThrow();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows of the test's class path the API of OSGi alone: two frameworks there have classes of the same names. */
    private static final class ApiAlone extends ClassLoader {
        ApiAlone() {
            super("OSGi API", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.osgi.")) {
                return Class.forName(name, false, EquinoxIT.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
