package io.orderwire.simulator;

/** Values of {@code orderType}. */
enum OrderType {
    LIMIT("Limit", false),
    MARKET("Market", false),
    STOP_MARKET("Stop Market", true),
    STOP_LIMIT("Stop Limit", true),
    TAKE_PROFIT_MARKET("Take Profit Market", true),
    TAKE_PROFIT_LIMIT("Take Profit Limit", true);

    final String text;

    /** Whether the order waits for a trigger price; such an order does not have a time in force. */
    final boolean trigger;

    OrderType(String text, boolean trigger) {
        this.text = text;
        this.trigger = trigger;
    }

    boolean takesProfit() {
        return this == TAKE_PROFIT_MARKET || this == TAKE_PROFIT_LIMIT;
    }

    boolean marketWhenTriggered() {
        return this == STOP_MARKET || this == TAKE_PROFIT_MARKET;
    }
}
