package io.orderwire.gateway.hub;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Subscription;

/** Receives the frames of a stream. */
public interface Subscriber {
    /** Takes the next frame. */
    void take(Frame frame);

    /** A frame could not be made or taken. */
    void failed(Throwable failure);

    /** Pays for its frames. */
    default Bill bill() {
        return Bill.NONE;
    }

    /** A client to which frames are passed at once. */
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
