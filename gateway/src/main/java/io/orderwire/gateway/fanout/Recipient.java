package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Subscription;

/** One who gets the frames of a stream. Used by the thread that writes them. */
interface Recipient {
    void take(Frame frame);

    /** A frame for it could not be made or taken. */
    void failed(Throwable failure);

    /** Who pays for what it gets. */
    default Bill bill() {
        return Bill.NONE;
    }

    /** A client that gets them as they come. */
    record Direct(Client client, Subscription subscription, Bill bill) implements Recipient {
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
