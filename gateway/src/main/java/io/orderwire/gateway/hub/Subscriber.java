package io.orderwire.gateway.hub;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Subscription;

/** One who gets the frames of a stream. */
public interface Subscriber {
    /** The next frame. */
    void take(Frame frame);

    /** A frame for it could not be made or taken. */
    void failed(Throwable failure);

    /** Who pays for what it gets. */
    default Bill bill() {
        return Bill.NONE;
    }

    /** A client that gets them as they come. */
    record Direct(Client client, Subscription subscription, Bill bill) implements Subscriber {
        @Override
        public void take(Frame frame) {
            client.offer(subscription, frame);
        }

        @Override
        public void failed(Throwable failure) {
            client.failed(failure);
        }
    }
}
