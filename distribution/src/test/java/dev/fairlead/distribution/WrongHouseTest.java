// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.fairlead.distribution.wronghouse.api.SeesALogger;
import dev.fairlead.distribution.wronghouse.api.ThingManager;
import dev.fairlead.distribution.wronghouse.http.engine.SeesTheRuntime;
import dev.fairlead.distribution.wronghouse.runtime.connection.GoesRound;
import dev.fairlead.distribution.wronghouse.runtime.connection.SeesATransport;
import dev.fairlead.distribution.wronghouse.runtime.connection.SeesGson;
import dev.fairlead.distribution.wronghouse.runtime.connection.SeesOsgi;
import dev.fairlead.distribution.wronghouse.runtime.json.ComesBack;
import dev.fairlead.distribution.wronghouse.transport.left.SeesItsNeighbour;
import dev.fairlead.distribution.wronghouse.transport.left.SeesUndertow;
import dev.fairlead.distribution.wronghouse.transport.right.SeesXnio;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shows that each rule of the house can be broken: each test names exactly the classes that break it. */
class WrongHouseTest {
    private static final String ROOT = "dev.fairlead.distribution.wronghouse";
    private static final JavaClasses WRONG_HOUSE = new ClassFileImporter().importPackages(ROOT);

    private final HouseRules rules = new HouseRules(ROOT);

    @Test
    void undertowOutsideItsRoomIsFound() {
        assertBroken(rules.undertowHasOneRoom(), SeesUndertow.class, SeesXnio.class);
    }

    @Test
    void osgiOutsideItsRoomIsFound() {
        assertBroken(rules.osgiHasItsRooms(), SeesOsgi.class);
    }

    @Test
    void gsonOutsideItsRoomIsFound() {
        assertBroken(rules.gsonHasOneRoom(), SeesGson.class);
    }

    @Test
    void anApiThatNeedsALibraryIsFound() {
        assertBroken(rules.apiStandsOnTheJdkAlone(), SeesALogger.class);
    }

    @Test
    void aTransportThatNeedsALibraryIsFound() {
        assertBroken(rules.transportsStandOnTheApiAlone(), SeesUndertow.class, SeesXnio.class);
    }

    @Test
    void aNameThatSaysNothingIsFound() {
        assertBroken(rules.namesSayWhatAThingIs(), ThingManager.class);
    }

    @Test
    void anEngineThatNeedsTheRuntimeIsFound() {
        assertBroken(rules.engineStandsOnTheApiAlone(), SeesTheRuntime.class);
    }

    @Test
    void aDoorBetweenTransportsIsFound() {
        assertBroken(rules.firstFloorHasNoArrows(), SeesItsNeighbour.class);
    }

    @Test
    void aRuntimeThatNamesATransportIsFound() {
        assertBroken(rules.runtimeStandsOnTheApiAlone(), SeesATransport.class);
    }

    @Test
    void aCycleIsFound() {
        assertBroken(rules.packagesHaveNoCycles(), GoesRound.class, ComesBack.class);
    }

    private static void assertBroken(ArchRule rule, Class<?>... expected) {
        String report =
                String.join("\n", rule.evaluate(WRONG_HOUSE).getFailureReport().getDetails());
        Set<String> guilty = WRONG_HOUSE.stream()
                .map(JavaClass::getName)
                .filter(name -> report.contains("Method <" + name + ".") || report.contains("Class <" + name + ">"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Stream.of(expected).map(Class::getName).collect(Collectors.toCollection(TreeSet::new)), guilty);
    }
}
