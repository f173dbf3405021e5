// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
    @ParameterizedTest
    @CsvSource({
        "'', https://chat.example/acp, false",
        "'', http://localhost:7340/acp, true",
        "'', http://127.0.0.9/acp, true",
        "'', http://[::1]:7340/acp, true",
        "*, https://chat.example/acp, true",
        "chat.example, https://chat.example/acp, true",
        "CHAT.example, https://chat.EXAMPLE/acp, true",
        "example, https://chat.example/acp, true",
        ".example, https://chat.example/acp, true",
        "*.example, https://chat.example/acp, true",
        "ample, https://chat.example/acp, false",
        "'other, chat.example', https://chat.example/acp, true",
        "chat.example:443, https://chat.example/acp, true",
        "chat.example:8443, https://chat.example/acp, false",
        "chat.example:8443, https://chat.example:8443/acp, true",
        "chat.example:80, http://chat.example/acp, true",
        "10.0.0.0/8, http://10.1.2.3/acp, true",
        "10.0.0.0/8, http://11.1.2.3/acp, false",
        "10.1.2.3, http://10.1.2.3/acp, true",
        "10.1.2.3:80, http://10.1.2.3:81/acp, false",
        "0.0.0.0/0, http://11.1.2.3/acp, true",
        "10.0.0.0/x, http://10.1.2.3/acp, false",
        "fd00::/8, http://[fd12::1]/acp, true",
        "[fd12::1], http://[fd12::1]/acp, true",
        "fd00::/8, http://10.1.2.3/acp, false",
        "10.0.0.0/8, http://ten.example/acp, false",
    })
    void coversWhatItNames(String text, URI target, boolean covered) {
        assertEquals(covered, new NoProxy(text).covers(target));
    }
}
