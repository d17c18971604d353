package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.standalone.Main;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.process.ChildJvm;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command topics grants rights to readers where Kafka asks for rights. */
@Timeout(120)
class TopicReadersIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int TOPICS = 7;

    @Test
    void shouldGrantReadersTheRightToRead() throws Exception {
        try (TestBroker broker = TestBroker.embedded(Map.of(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users",
                        "User:ANONYMOUS"));
                ChildJvm topics = ChildJvm.start(
                        Main.class, "topics", "--kafka", broker.bootstrapServers(), "--readers", "ann,bob");
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            for (int i = 0; i < TOPICS; i++) {
                topics.awaitLine("", SOON);
            }
            assertThat(topics.awaitLine("", SOON)).isEqualTo("user ann may read");
            assertThat(topics.awaitLine("", SOON)).isEqualTo("user bob may read");
            assertThat(topics.awaitExit(SOON)).as(topics.lastErrors()).isZero();

            assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .filteredOn(acl -> acl.entry().principal().equals("User:ann"))
                    .extracting(acl -> acl.entry().permissionType() + " "
                            + acl.entry().operation() + " " + acl.pattern().resourceType() + " "
                            + acl.pattern().name())
                    .containsExactlyInAnyOrder(
                            "ALLOW READ TOPIC *",
                            "DENY ALL TOPIC __",
                            "ALLOW READ GROUP *",
                            "DENY ALL GROUP orderwire-parser");
        }
    }

    @Test
    void shouldSayThatKafkaHasNoAuthorizer() throws Exception {
        try (TestBroker broker = TestBroker.embedded();
                ChildJvm topics = ChildJvm.start(
                        Main.class, "topics", "--kafka", broker.bootstrapServers(), "--readers", "ann")) {
            assertThat(topics.awaitExit(SOON)).isEqualTo(6);
            assertThat(topics.lastErrors()).contains("rights of readers were not granted");
        }
    }
}
