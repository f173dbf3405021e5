// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A {@code pom.xml}, as it is written. Paths are names of elements below {@code project}, with slashes between them.
 *
 * @param project its root element
 */
record Pom(Element project) {

    static Pom read(Path file) {
        try {
            return new Pom(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(file + " is no XML.", e);
        }
    }

    /** Returns the text at a path, or another if there is none. */
    String text(String path, String otherwise) {
        return texts(path).stream().findFirst().orElse(otherwise);
    }

    /** Returns the texts of all elements at a path. */
    List<String> texts(String path) {
        return at(path).stream().map(Element::getTextContent).toList();
    }

    /** Returns the dependencies at a path: versions by group and artifact. */
    Map<String, String> versions(String path) {
        Map<String, String> versions = new TreeMap<>();
        for (Element element : at(path)) {
            Pom dependency = new Pom(element);
            versions.put(
                    dependency.text("groupId", "none") + ":" + dependency.text("artifactId", "none"),
                    dependency.text("version", "none"));
        }
        return versions;
    }

    private List<Element> at(String path) {
        List<Element> found = List.of(project);
        for (String name : path.split("/", -1)) {
            found = found.stream()
                    .flatMap(element -> children(element, name).stream())
                    .toList();
        }
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }
}
