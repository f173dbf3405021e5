// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySettingsTest {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path folder;

    private static GatewaySettings with(String... keysAndTexts) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            texts.put(keysAndTexts[i], keysAndTexts[i + 1]);
        }
        return GatewaySettings.from(Settings.of(texts));
    }

    private static AgentException refusalOf(String... keysAndTexts) {
        AgentException refusal = assertThrows(AgentException.class, () -> with(keysAndTexts));
        assertEquals(Code.CONFIGURATION, refusal.code());
        return refusal;
    }

    private String file(String content) {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    private String file(byte[] content) {
        try {
            return Files.write(folder.resolve("token"), content).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void areAllDeclared() {
        assertEquals(
                List.of("listen.host", "listen.port", "transports", "token-file", "insecure"),
                GatewaySettings.settings().stream().map(Setting::key).toList());
    }

    @Test
    void listenOnLoopbackForEverybodyThereByDefault() {
        GatewaySettings standard = GatewaySettings.from(Settings.NONE);

        assertEquals("127.0.0.1", standard.listen().getAddress().getHostAddress());
        assertEquals(7340, standard.listen().getPort());
        assertEquals(List.of(), standard.transports());
        assertNull(standard.token());
    }

    @Test
    void nameTheTransports() {
        assertEquals(
                List.of("sse", "websocket"),
                with("transports", "sse, websocket").transports());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "::ffff:127.0.0.1"})
    void askForNoTokenOnLoopback(String host) {
        assertTrue(with("listen.host", host).listen().getAddress().isLoopbackAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.0.0.1", "2001:db8::5"})
    void refuseToListenBeyondLoopbackWithoutAToken(String host) {
        assertEquals(
                "Address " + host + " can be reached from other machines, and no token is asked for."
                        + " Set token-file, or insecure if anybody may run the agent.",
                refusalOf("listen.host", host).getMessage());
    }

    @Test
    void listenBeyondLoopbackIfAnybodyMay() {
        GatewaySettings open = with("listen.host", "0.0.0.0", "insecure", "true");

        assertTrue(open.listen().getAddress().isAnyLocalAddress());
        assertNull(open.token());
    }

    @Test
    void listenBeyondLoopbackWithAToken() {
        GatewaySettings guarded = with("listen.host", "0.0.0.0", "token-file", file(TOKEN));

        assertTrue(guarded.listen().getAddress().isAnyLocalAddress());
        assertEquals(TOKEN, guarded.token());
    }

    @Test
    void keepTheTokenWhereAnybodyMayAndOnLoopback() {
        assertEquals(TOKEN, with("token-file", file(TOKEN)).token());
        assertEquals(TOKEN, with("token-file", file(TOKEN), "insecure", "true").token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1", "localhost:7340", "1:2"})
    void refuseAHostThatIsNoAddress(String host) {
        assertEquals(
                "Setting listen.host: '" + host + "' is not an address of this machine.",
                refusalOf("listen.host", host).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, TOKEN + "\n", " " + TOKEN + "\t\r\nthe second line\n", "!\"#$%&'()*+,-./~"})
    void takeTheFirstLineForTheToken(String content) {
        assertEquals(
                content.lines().findFirst().orElseThrow().strip(),
                with("token-file", file(content)).token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n0123456789abcdef", "0123456789abcde", "01234567 89abcdef", "0123456789abcde\u00e9"})
    void refuseWhatIsNoToken(String content) {
        String file = file(content);

        assertEquals(
                "Setting token-file: the first line of " + file
                        + " is no token: it must be 16 or more visible ASCII characters.",
                refusalOf("token-file", file).getMessage());
    }

    @Test
    void neverShowARefusedToken() {
        assertTrue(!refusalOf("token-file", file("tooshort")).getMessage().contains("tooshort"));
    }

    @Test
    void refuseATokenFileThatIsNotThere() {
        String file = folder.resolve("gone").toString();
        AgentException refusal = refusalOf("token-file", file);

        assertEquals(
                "Setting token-file: " + file + " cannot be read as text. Check that it is there, and who may read it.",
                refusal.getMessage());
        assertInstanceOf(IOException.class, refusal.getCause());
    }

    @Test
    void refuseAFolderForATokenFile() {
        assertInstanceOf(
                IOException.class, refusalOf("token-file", folder.toString()).getCause());
    }

    @Test
    void refuseATokenFileThatIsNotText() {
        String file = file(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertInstanceOf(IOException.class, refusalOf("token-file", file).getCause());
    }

    @Test
    void refuseATokenFileThatCannotBeAPath() {
        AgentException refusal = refusalOf("token-file", "a\0b");

        assertInstanceOf(InvalidPathException.class, refusal.getCause());
        assertTrue(refusal.getMessage().startsWith("Setting token-file: "), refusal.getMessage());
    }
}
