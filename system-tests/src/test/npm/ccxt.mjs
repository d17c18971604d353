// ccxt at another URL: node ccxt.mjs URL
import ccxt from 'ccxt';
import { obey, tell } from './lines.mjs';

const exchange = new ccxt.pro.hyperliquid({ newUpdates: true });
exchange.urls.api.ws.public = process.argv[2];
await exchange.loadHttpProxyAgent();
// Markets come over REST, which is another service's; orders of a coin without one are handed on all the same.
exchange.setMarkets([]);

async function watch(user) {
  for (;;) {
    try {
      for (const order of await exchange.watchOrders(undefined, undefined, undefined, { user })) {
        tell({ user, id: order.id, side: order.side, price: order.price, amount: order.amount, update: order.info });
      }
    } catch (e) {
      tell({ error: String(e) });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

await obey({
  async watch(user) {
    watch(user);
    await new Promise((resolve) => exchange.client(process.argv[2]).connected.then(resolve));
  },
});
