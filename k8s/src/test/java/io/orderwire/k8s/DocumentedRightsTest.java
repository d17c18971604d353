package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.docs.DocumentedRights;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rights of the manifests are those of the document; {@link KafkaRightsIT} shows that each of them is used. */
class DocumentedRightsTest {
    @Test
    void shouldGiveEachUserTheDocumentedRights() {
        List<Manifest> users = Installation.of("production").ofKind("KafkaUser");
        assertThat(users).hasSize(4);
        for (Manifest user : users) {
            assertThat(KafkaRights.of(StrictModel.read(user, KafkaUser.class)))
                    .as(user.name())
                    .containsExactlyInAnyOrderElementsOf(DocumentedRights.of(user.name()));
        }
    }
}
