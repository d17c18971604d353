package io.orderwire.gateway;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/**
 * One gateway for all attacks of a class. After each attack it must serve others, and after all of them nothing of the
 * attackers may be left.
 */
abstract class AttackedCase {
    /** Started by the subclass before all tests. */
    static AttackedGateway gateway;

    @AfterAll
    static void stop() {
        gateway.assertQuiet();
        gateway.close();
    }

    @AfterEach
    void shouldHaveServedOthers() {
        gateway.assertServes();
    }
}
