package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Those who get the same frames. Used by one thread at a time. */
final class Members {
    private final List<Recipient> members = new ArrayList<>(1);

    void add(Recipient member) {
        members.add(member);
    }

    boolean remove(Recipient member) {
        return members.remove(member);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    void forEach(Consumer<Recipient> use) {
        members.forEach(use);
    }

    void deliver(Frame frame) {
        for (int i = 0; i < members.size(); i++) {
            Recipient member = members.get(i);
            try {
                member.take(frame);
            } catch (RuntimeException | StackOverflowError e) {
                member.failed(e);
            }
        }
    }
}
