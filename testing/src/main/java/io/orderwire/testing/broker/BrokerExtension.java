package io.orderwire.testing.broker;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A broker for all tests of a class. To run the same tests on both kinds, put them into an abstract class and take a {@link
 * TestBroker} as a parameter of the methods or the constructor:
 *
 * <pre>{@code
 * abstract class PipelineCases {
 *     @Test
 *     void shouldDeliver(TestBroker broker) { … }
 * }
 *
 * class EmbeddedPipelineIT extends PipelineCases {
 *     @RegisterExtension
 *     static final BrokerExtension BROKER = BrokerExtension.embedded();
 * }
 *
 * class ContainerPipelineIT extends PipelineCases {
 *     @RegisterExtension
 *     static final BrokerExtension BROKER = BrokerExtension.container();
 * }
 * }</pre>
 *
 * A class that wants a container is skipped, with the reason, when no engine answers, or fails where one is required.
 */
public final class BrokerExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private final Supplier<TestBroker> start;
    private final Runnable require;
    private @Nullable TestBroker broker;

    private BrokerExtension(Supplier<TestBroker> start, Runnable require) {
        this.start = start;
        this.require = require;
    }

    /** The broker that all tests of this process share; each class has a prefix of its own. */
    public static BrokerExtension shared() {
        return new BrokerExtension(TestBroker::shared, () -> {});
    }

    /** A broker inside the tests' own process. */
    public static BrokerExtension embedded() {
        return embedded(Map.of());
    }

    /** The same with broker settings of the class's own. */
    public static BrokerExtension embedded(Map<String, String> settings) {
        return new BrokerExtension(() -> TestBroker.embedded(settings), () -> {});
    }

    /** A broker in a container; skips the class when no engine answers. */
    public static BrokerExtension container() {
        return container(Map.of());
    }

    /** The same with broker settings of the class's own. */
    public static BrokerExtension container(Map<String, String> settings) {
        return new BrokerExtension(() -> TestBroker.container(settings), ContainerEngine::require);
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return broker().bootstrapServers();
    }

    /** The broker, from the first test of the class to the last. */
    public TestBroker broker() {
        if (broker == null) {
            throw new IllegalStateException("the broker runs only while the tests of its class do");
        }
        return broker;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        require.run();
        broker = start.get();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        TestBroker stopped = broker;
        broker = null;
        if (stopped != null) {
            stopped.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return broker();
    }
}
