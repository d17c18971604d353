package io.orderwire.system.pipeline;

import io.orderwire.testing.broker.TestBroker;

/** The pipeline on a broker in this JVM. */
class EmbeddedPipelineIT extends PipelineContract {
    @Override
    TestBroker startBroker() {
        return TestBroker.shared();
    }
}
