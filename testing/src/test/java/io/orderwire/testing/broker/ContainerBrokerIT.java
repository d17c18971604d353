package io.orderwire.testing.broker;

import org.junit.jupiter.api.extension.RegisterExtension;

class ContainerBrokerIT extends BrokerCases {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.container();
}
