// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.Gateway;
import picocli.CommandLine.IVersionProvider;

/** The version of Fairlead, as {@code --version} tells it. */
final class ProductVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"fairlead " + Gateway.version()};
    }
}
