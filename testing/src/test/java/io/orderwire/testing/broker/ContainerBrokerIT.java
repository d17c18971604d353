package io.orderwire.testing.broker;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("tools")
class ContainerBrokerIT extends BrokerCases {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.container();
}
