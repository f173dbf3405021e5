// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tabs of one browser, which share the connection, and on HTTP/1.1 six sockets (F22). */
class TabsIT {
    private static final int TABS = 7;

    private final Browser browser = Browser.get();
    private final Served served = Served.demo();

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void aSecondTabShowsTheSameConversation() {
        ChatPage first = browser.open(served.page());
        first.awaitConnected();
        first.say("tour");
        first.awaitAnswer("Break it, and see.");
        ChatPage second = browser.openAnother(served.page());
        second.awaitConnected();
        second.script("document.querySelector('#sidebar .session').click()");
        second.awaitAnswer("Break it, and see.");

        second.say("ask permission");
        first.awaitText("The agent asks for your permission");
        first.clickButton("Allow once");

        second.awaitAnswer("You chose: Allow once.");
        first.awaitAnswer("You chose: Allow once.");
        first.reload(); // the agent may have been heard before the other tab: what both have kept is in order
        first.awaitAnswer("You chose: Allow once.");
        assertEquals(second.text(), first.text());
        assertEquals(1, served.gateway().connections());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "F8"})
    void sevenTabsDoNotStarveEachOther(String fault) {
        if (!fault.isEmpty()) {
            served.proxy().faults(Fault.F8);
        }
        List<ChatPage> tabs = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            ChatPage tab = tabs.isEmpty()
                    ? browser.open(served.pageBehindProxy())
                    : browser.openAnother(served.pageBehindProxy());
            tab.awaitConnected();
            tabs.add(tab);
        }
        for (int i = 0; i < TABS; i++) {
            tabs.get(i).say("hello from " + i);
        }
        for (int i = 0; i < TABS; i++) {
            tabs.get(i).awaitAnswer("You said: hello from " + i);
        }
        assertEquals(1, served.gateway().connections());
    }
}
