package io.orderwire.gateway;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** One gateway for all attacks of a class: after each it serves others, and after all of them nothing is left of any. */
abstract class AttackedCase {
    /** Started by the class, before all. */
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
