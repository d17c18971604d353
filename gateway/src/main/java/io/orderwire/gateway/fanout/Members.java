package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Subscription;
import java.util.ArrayList;
import java.util.List;

/** Those who get the same frames. Used by the reading thread. */
final class Members {
    private record Member(Client client, Subscription subscription) {}

    private final List<Member> members = new ArrayList<>(1);

    void add(Client client, Subscription subscription) {
        members.add(new Member(client, subscription));
    }

    void remove(Client client, Subscription subscription) {
        members.remove(new Member(client, subscription));
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    void deliver(Frame frame) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            member.client.offer(member.subscription, frame);
        }
    }
}
