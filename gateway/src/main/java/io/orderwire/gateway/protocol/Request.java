package io.orderwire.gateway.protocol;

/** A request of a client. */
public sealed interface Request {
    /** Characters that it holds. */
    int length();

    /**
     * @param spec what to subscribe to
     * @param json the subscription as the client wrote it, for the acknowledgement and for errors
     */
    record Subscribe(SubscriptionSpec spec, String json) implements Request {
        @Override
        public int length() {
            return json.length();
        }
    }

    /**
     * @param spec the subscription to end
     * @param json the subscription as the client wrote it
     */
    record Unsubscribe(SubscriptionSpec spec, String json) implements Request {
        @Override
        public int length() {
            return json.length();
        }
    }

    /** To be answered with a pong. */
    record Ping() implements Request {
        @Override
        public int length() {
            return 0;
        }
    }

    /**
     * A request of method {@code post}, which this server does not serve: its client waits for an answer under the same id.
     *
     * @param id an integer as the client wrote it
     */
    record Post(String id) implements Request {
        @Override
        public int length() {
            return id.length();
        }
    }

    /**
     * @param error the error in the public API's words, with the request
     * @param detail the invalid part of the request, and the expected form
     */
    record Refused(String error, String detail) implements Request {
        @Override
        public int length() {
            return error.length() + detail.length();
        }
    }
}
