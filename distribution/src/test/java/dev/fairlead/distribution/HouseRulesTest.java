// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the house against its rules. {@link WrongHouseTest} shows that each rule can be broken. */
class HouseRulesTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.fairlead");

    private static final Set<String> ROOMS = Set.of(
            "dev.fairlead.api",
            "dev.fairlead.cli",
            "dev.fairlead.http.undertow",
            "dev.fairlead.runtime.json",
            "dev.fairlead.testkit",
            "dev.fairlead.transport.polling",
            "dev.fairlead.transport.sse",
            "dev.fairlead.transport.stdio",
            "dev.fairlead.transport.websocket");

    private final HouseRules rules = new HouseRules("dev.fairlead");

    @Test
    void allRoomsAreSeen() {
        Set<String> unseen = new TreeSet<>(ROOMS);
        HOUSE.stream().map(JavaClass::getPackageName).forEach(unseen::remove);
        assertEquals(Set.of(), unseen, "packages that are not on the class path of this test");
    }

    @Test
    void undertowHasOneRoom() {
        rules.undertowHasOneRoom().check(HOUSE);
    }

    @Test
    void osgiHasItsRooms() {
        rules.osgiHasItsRooms().check(HOUSE);
    }

    @Test
    void gsonHasOneRoom() {
        rules.gsonHasOneRoom().check(HOUSE);
    }

    @Test
    void apiStandsOnTheJdkAlone() {
        rules.apiStandsOnTheJdkAlone().check(HOUSE);
    }

    @Test
    void transportsStandOnTheApiAlone() {
        rules.transportsStandOnTheApiAlone().check(HOUSE);
    }

    @Test
    void engineStandsOnTheApiAlone() {
        rules.engineStandsOnTheApiAlone().check(HOUSE);
    }

    @Test
    void firstFloorHasNoArrows() {
        rules.firstFloorHasNoArrows().check(HOUSE);
    }

    @Test
    void runtimeStandsOnTheApiAlone() {
        rules.runtimeStandsOnTheApiAlone().check(HOUSE);
    }

    @Test
    void packagesHaveNoCycles() {
        rules.packagesHaveNoCycles().check(HOUSE);
    }

    @Test
    void namesSayWhatAThingIs() {
        rules.namesSayWhatAThingIs().check(HOUSE);
    }
}
