// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where the gateway under test lives: one shows what its host sees of it, the other what is inside. */
enum Housing {
    PROCESS {
        @Override
        Served serve(Map<String, String> settings, List<String> agent) throws IOException {
            return ServedProcess.start(settings, agent);
        }
    },
    THIS_JVM {
        @Override
        Served serve(Map<String, String> settings, List<String> agent) {
            return ServedHere.start(settings, agent);
        }
    };

    /** Serves a command on a free port. */
    abstract Served serve(Map<String, String> settings, List<String> agent) throws IOException;
}
