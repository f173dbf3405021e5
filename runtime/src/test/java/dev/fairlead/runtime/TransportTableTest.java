// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportTableTest {
    private record Way(String id, int rank, boolean serves, Class<? extends Target> dialled) implements Transport {
        @Override
        public boolean dials(Target target) {
            return dialled.isInstance(target);
        }
    }

    private record Socket(Setting<String> servesAt) implements Transport {
        @Override
        public String id() {
            return "socket";
        }

        @Override
        public int rank() {
            return 50;
        }

        @Override
        public boolean serves() {
            return true;
        }
    }

    @Test
    void saysWhatEachIsInColumns() {
        List<Transport> transports = List.of(
                new Way("websocket", 300, true, Target.Address.class),
                new Socket(Setting.text("transport.socket.path", "", "Where.")),
                new Way("pipe", 0, false, Target.Command.class));

        assertEquals(
                List.of(
                        "TRANSPORT  RANK  SERVES                      DIALS                 VERSION",
                        "websocket  300   yes                         http,https,websocket  1.2",
                        "socket     50    with transport.socket.path  -                     1.2",
                        "pipe       0     no                          programs              1.2"),
                TransportTable.of(transports, transport -> "1.2").lines().toList());
    }
}
