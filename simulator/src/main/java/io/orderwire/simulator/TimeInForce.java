package io.orderwire.simulator;

/** Values of {@code tif}, as JSON. */
enum TimeInForce {
    GTC("\"Gtc\""),
    ALO("\"Alo\""),
    IOC("\"Ioc\""),
    FRONTEND_MARKET("\"FrontendMarket\""),
    LIQUIDATION_MARKET("\"LiquidationMarket\""),
    NONE("null");

    final String json;

    TimeInForce(String json) {
        this.json = json;
    }
}
