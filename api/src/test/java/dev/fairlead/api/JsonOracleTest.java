// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Our reading of random JSON, and of JSON with random damage, against that of Gson at its strictest. */
class JsonOracleTest {
    private static final int LEVELS = 4;

    @Test
    void theOracleIsStrict() {
        for (String bad :
                List.of("[1,]", "{a:1}", "'a'", "\"\t\"", "\"\\x\"", "TRUE", "01", "1 2", "", "NaN", "\ufeff1")) {
            assertFalse(gsonReads(bad.getBytes(StandardCharsets.UTF_8)), bad);
        }
        assertTrue(gsonReads(" [1, {\"a\": null}] ".getBytes(StandardCharsets.UTF_8)));
    }

    @Property(tries = 20_000)
    void readsRandomJson(@ForAll long seed) {
        String json = new RandomJson(seed).value(LEVELS);

        assertEquals("m", Reading.envelope(Reading.withParams(json)).method(), json);
    }

    @Property(tries = 50_000)
    void agreesWithGsonOnDamagedJson(@ForAll long seed) {
        RandomJson random = new RandomJson(seed);
        byte[] damaged = random.damaged(random.value(LEVELS).getBytes(StandardCharsets.UTF_8));
        String text = new String(damaged, StandardCharsets.ISO_8859_1);

        boolean gson = gsonReads(damaged);
        Code ours = Reading.refusal(damaged, MessageLimits.STANDARD).code(); // not one of them is a message

        assertEquals(!gson, ours == Code.MALFORMED_JSON, text);
    }

    private static boolean gsonReads(byte[] utf8) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            if (text.startsWith("\ufeff")) {
                return false;
            }
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            pass(reader);
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException e) {
            return false;
        }
    }

    @SuppressWarnings("CheckReturnValue") // what was read does not matter, that it was does
    private static void pass(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_ARRAY -> {
                reader.beginArray();
                while (reader.hasNext()) {
                    pass(reader);
                }
                reader.endArray();
            }
            case BEGIN_OBJECT -> {
                reader.beginObject();
                while (reader.hasNext()) {
                    reader.nextName();
                    pass(reader);
                }
                reader.endObject();
            }
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> reader.nextNull();
            case STRING, NUMBER -> reader.nextString();
            default -> throw new IOException("a value was expected");
        }
    }
}
