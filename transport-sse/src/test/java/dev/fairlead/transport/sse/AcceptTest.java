// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    text/event-stream                           | true
                    Text/EVENT-Stream                           | true
                    text/event-stream;charset=utf-8             | true
                    application/json, text/event-stream         | true
                    application/json,text/event-stream ; q=0.1  | true
                    text/event-stream;q=1                       | true
                    text/html;note="a,b;c\\"d", text/event-stream | true
                    text/event-stream;q=0                       | false
                    text/event-stream ; Q=0.000                 | false
                    text/html;note=", text/event-stream ,"      | false
                    */*                                         | false
                    text/*                                      | false
                    application/json                            | false
                    text/event-streams                          | false
                    x-text/event-stream                         | false
                    ,;,                                         | false
                    """)
    void onlyANamedAndUnrefusedEventStreamCounts(String value, boolean accepted) {
        assertEquals(accepted, Accept.eventStream(List.of(value)));
    }

    @Test
    void allHeadersCount() {
        assertEquals(true, Accept.eventStream(List.of("application/json", "text/event-stream")));
    }

    @Test
    void noHeaderAcceptsNothing() {
        assertEquals(false, Accept.eventStream(List.of()));
    }
}
