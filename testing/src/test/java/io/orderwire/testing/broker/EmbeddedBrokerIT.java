package io.orderwire.testing.broker;

import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedBrokerIT extends BrokerCases {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.embedded();
}
