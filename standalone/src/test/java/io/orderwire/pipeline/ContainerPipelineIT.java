package io.orderwire.pipeline;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.orderwire.testing.broker.ContainerEngine;
import io.orderwire.testing.broker.TestBroker;

/** The pipeline on a broker in a container, where an engine answers. */
class ContainerPipelineIT extends PipelineContract {
    @Override
    TestBroker startBroker() {
        assumeThat(ContainerEngine.whyNot())
                .as("why no container can be started")
                .isEmpty();
        return TestBroker.container();
    }
}
