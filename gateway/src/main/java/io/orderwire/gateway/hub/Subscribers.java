package io.orderwire.gateway.hub;

import io.orderwire.gateway.session.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The subscribers that get the same frames. */
final class Subscribers {
    private final List<Subscriber> members = new ArrayList<>(1);

    void add(Subscriber member) {
        members.add(member);
    }

    boolean remove(Subscriber member) {
        return members.remove(member);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    void forEach(Consumer<Subscriber> use) {
        members.forEach(use);
    }

    void deliver(Frame frame) {
        for (int i = 0; i < members.size(); i++) {
            Subscriber member = members.get(i);
            try {
                member.take(frame);
            } catch (RuntimeException | StackOverflowError e) {
                member.failed(e);
            }
        }
    }
}
