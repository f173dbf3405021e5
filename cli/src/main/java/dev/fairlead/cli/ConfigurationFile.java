// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A file of settings: the format of {@link Properties}, in UTF-8, where no key may stand twice. */
final class ConfigurationFile {
    private final Path path;
    private final List<Assignment> assignments = new ArrayList<>();
    private final Map<String, Integer> lineOfKey = new HashMap<>();

    private ConfigurationFile(Path path) {
        this.path = path;
    }

    /**
     * Returns what a file sets, in its order.
     *
     * @throws AgentException {@link Code#CONFIGURATION}, naming the file, and the line if there is one
     */
    static List<Assignment> read(Path path) {
        ConfigurationFile file = new ConfigurationFile(path);
        try {
            file.read(Files.readAllLines(path));
        } catch (NoSuchFileException e) {
            throw file.unusable("does not exist", e);
        } catch (CharacterCodingException e) {
            throw file.unusable("is not UTF-8", e);
        } catch (IOException e) {
            throw file.unusable("cannot be read", e);
        }
        return file.assignments;
    }

    private void read(List<String> lines) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            int first = i + 1;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (!isComment(logical) && goesOn(lines.get(i)) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            assign(logical.toString(), first);
        }
    }

    /** Has one logical line read the way that {@link Properties} reads it. */
    private void assign(String logicalLine, int number) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(logicalLine));
        } catch (IllegalArgumentException e) {
            throw unusable("has a malformed \\u escape in line " + number, e);
        }
        for (String key : properties.stringPropertyNames()) {
            Integer before = lineOfKey.put(key, number);
            if (before != null) {
                throw unusable("sets " + key + " twice, in lines " + before + " and " + number, null);
            }
            assignments.add(new Assignment(key, properties.getProperty(key), "file " + path + ", line " + number));
        }
    }

    private static boolean isComment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** Returns whether the line ends in a backslash that is not itself escaped. */
    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private AgentException unusable(String what, @Nullable Exception cause) {
        return new AgentException(Code.CONFIGURATION, "The configuration file " + path + " " + what + ".", cause);
    }
}
