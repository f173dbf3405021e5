// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import org.osgi.framework.launch.FrameworkFactory;

/** The product in Apache Felix. */
class FelixIT implements ContainerContract {
    @Override
    public FrameworkFactory framework() {
        return new org.apache.felix.framework.FrameworkFactory();
    }
}
