package io.orderwire.system.pipeline;

import io.orderwire.testing.broker.ContainerEngine;
import io.orderwire.testing.broker.TestBroker;
import org.junit.jupiter.api.Tag;

/** The pipeline on a broker in a container, where an engine answers. */
@Tag("tools")
class ContainerPipelineIT extends PipelineContract {
    @Override
    TestBroker startBroker() {
        ContainerEngine.require();
        return TestBroker.container();
    }
}
