// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What may stand on what.
 *
 * @param root the package under which the house stands, so that a wrong house can be held against the same rules
 */
record HouseRules(String root) {

    /** One room sees Undertow and XNIO. */
    ArchRule undertowHasOneRoom() {
        return oneRoomSees("http.undertow", "io.undertow..", "org.xnio..");
    }

    /** One room of the runtime sees OSGi, and the house that runs a framework. */
    ArchRule osgiHasItsRooms() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("runtime.osgi"), in("container"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.osgi..");
    }

    /** One room sees Gson. */
    ArchRule gsonHasOneRoom() {
        return oneRoomSees("runtime.json", "com.google.gson..");
    }

    /** The API is the ground. */
    ArchRule apiStandsOnTheJdkAlone() {
        return standsOn("api");
    }

    /** The transports are the first floor. */
    ArchRule transportsStandOnTheApiAlone() {
        return standsOn("transport", in("api"), "org.slf4j..");
    }

    /** The HTTP engine is the first floor too. */
    ArchRule engineStandsOnTheApiAlone() {
        return standsOn("http", in("api"), "org.slf4j..", "io.undertow..", "org.xnio..", "org.jboss..");
    }

    /** The rooms of the first floor have no doors to each other. */
    ArchRule firstFloorHasNoArrows() {
        return slices().assignedFrom(new FirstFloor(root)).should().notDependOnEachOther();
    }

    /** The runtime names neither a transport nor an engine. */
    ArchRule runtimeStandsOnTheApiAlone() {
        return standsOn("runtime", in("api"), "org.slf4j..", "com.google.gson..", "org.osgi..");
    }

    /** No package needs, by whatever way round, a package that needs it. */
    ArchRule packagesHaveNoCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    /** A name says what a thing is, by the words of docs/vocabulary.md. */
    ArchRule namesSayWhatAThingIs() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(
                        ".*[.$](?:(?:Abstract|Default|Base)[A-Z]\\w*|\\w+(?:Impl|Base|Manager|Helper|Utils?))");
    }

    private ArchRule oneRoomSees(String room, String... foreign) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign);
    }

    private ArchRule standsOn(String floor, String... ground) {
        String[] allowed = Stream.concat(
                        Stream.of(in(floor), "java..", "javax..", "org.jspecify.annotations.."), Stream.of(ground))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(in(floor))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private String in(String room) {
        return root + "." + room + "..";
    }

    /** Takes each transport and each HTTP engine as one room, whatever packages it has inside. */
    private record FirstFloor(String root) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            Matcher room = Pattern.compile(Pattern.quote(root) + "\\.(?:transport|http)\\.[^.]+")
                    .matcher(type.getPackageName());
            return room.lookingAt() ? SliceIdentifier.of(room.group()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "the transports and HTTP engines of " + root;
        }
    }
}
