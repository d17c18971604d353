// @nktkas/hyperliquid at another URL: node --import ./hurry.mjs nktkas.mjs URL
import { SubscriptionClient, WebSocketTransport } from '@nktkas/hyperliquid';
import { obey, tell } from './lines.mjs';

// By itself the package gives up after three tries within a second, which is less than a gateway takes to come back.
const reconnect = { maxRetries: 1_000, reconnectionDelay: 200 };
const transport = new WebSocketTransport({ url: process.argv[2], reconnect });
const client = new SubscriptionClient({ transport });
const subscriptions = new Map();

transport.socket.addEventListener('message', ({ data }) => {
  const { channel } = JSON.parse(data);
  if (channel === 'pong' || channel === 'error' || channel === 'subscriptionResponse') tell({ channel });
});

await obey({
  async subscribe(user) {
    // The package hands every user's updates to all listeners of the channel; here the added member tells whose they are.
    const listener = (updates) => {
      for (const update of updates) if (update.user === user.toLowerCase()) tell({ user, update });
    };
    subscriptions.set(user, await client.orderUpdates({ user }, listener));
  },
  async unsubscribe(user) {
    await subscriptions.get(user).unsubscribe();
    subscriptions.delete(user);
  },
});
