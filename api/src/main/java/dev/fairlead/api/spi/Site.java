// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.http.HttpEndpoint;

/**
 * Pages that stand beside the endpoint, the chat page for instance; found by {@link java.util.ServiceLoader}. Stateless, with a public
 * constructor that takes nothing and does not throw.
 */
public interface Site {
    /**
     * Returns what answers the calls that are not for the endpoint. The runtime has checked {@code Host} and {@code Origin}; nobody has to
     * show a token, so a page holds nothing secret.
     *
     * @param endpoint the path of the endpoint, which the pages call
     */
    HttpEndpoint pages(String endpoint);
}
