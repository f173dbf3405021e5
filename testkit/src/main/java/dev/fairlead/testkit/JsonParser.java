// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recursive descent over RFC 8259; deeper nesting than the stack bears is the caller's own fault. */
final class JsonParser {
    private final String json;
    private int at;

    JsonParser(String json) {
        this.json = json;
    }

    Json value() {
        skipSpace();
        int start = at;
        return switch (peek()) {
            case '{' -> object(start);
            case '[' -> array(start);
            case '"' -> string(start);
            default -> literal(start);
        };
    }

    void end() {
        skipSpace();
        if (at < json.length()) {
            throw fault("something follows the value");
        }
    }

    private Json object(int start) {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        while (peek() != '}') {
            String name = string();
            skipSpace();
            expect(':');
            members.put(name, value());
            separator('}');
        }
        at++;
        return new Json(json.substring(start, at), members, List.of(), "");
    }

    private Json array(int start) {
        List<Json> items = new ArrayList<>();
        at++;
        skipSpace();
        while (peek() != ']') {
            items.add(value());
            separator(']');
        }
        at++;
        return new Json(json.substring(start, at), Map.of(), items, "");
    }

    private Json string(int start) {
        String text = string();
        return new Json(json.substring(start, at), Map.of(), List.of(), text);
    }

    private void separator(char close) {
        skipSpace();
        if (peek() != close) {
            expect(',');
            skipSpace();
            if (peek() == close) {
                throw fault("a value was expected");
            }
        }
    }

    private String string() {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (peek() != '"') {
            char c = json.charAt(at++);
            if (c < 0x20) {
                throw fault("a control character stands in a string");
            }
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) Integer.parseInt(json.substring(at, at += 4), 16);
            default -> throw fault("an unknown escape");
        };
    }

    private Json literal(int start) {
        while (at < json.length() && ",]} \t\r\n".indexOf(json.charAt(at)) < 0) {
            at++;
        }
        String word = json.substring(start, at);
        if (!word.matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw fault("'" + word + "' is no value");
        }
        return new Json(word, Map.of(), List.of(), "");
    }

    private void skipSpace() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= json.length()) {
            throw fault("the end came too early");
        }
        return json.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fault("'" + wanted + "' was expected");
        }
        at++;
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("Not JSON: " + what + ", at character " + at + ".");
    }
}
