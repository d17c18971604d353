// Subscribes to all orders and waits for as many events as the file has; compares their bytes, per user in order.
const fs = require('fs');
const WebSocket = require('ws');
const [url, expected, file] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const events = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)
  .map(line => line.slice(line.indexOf('"events":[') + 10, -2));
const byUser = list => list.reduce((users, text) => {
  const user = JSON.parse(text).user;
  users.set(user, (users.get(user) || []).concat([text]));
  return users;
}, new Map());
const received = [];
const socket = new WebSocket(url);
socket.on('open', () => socket.send('{"method":"subscribe","subscription":{"type":"orders","id":"ci"}}'));
socket.on('error', error => { console.log(String(error)); process.exit(1); });
socket.on('close', code => { console.log('closed with ' + code); process.exit(1); });
socket.on('message', bytes => {
  const text = bytes.toString();
  const message = JSON.parse(text);
  if (message.channel === 'subscriptionResponse') console.log('subscribed');
  if (message.channel !== 'orders') return;
  if (message.data.dropped || message.data.gaps.length) { console.log('lost: ' + text.slice(0, 300)); process.exit(1); }
  // The bytes themselves, not what JSON.parse made of them: each event ends before the next order's pos.
  const orders = text.slice(text.indexOf('"orders":[') + 10);
  for (const order of message.data.orders) {
    const from = orders.indexOf('"event":', orders.indexOf('"pos":"' + order.pos + '"')) + 8;
    const length = orders.slice(from).search(/\}\}(,\{"pos"|\])/) + 1;
    received.push(orders.slice(from, from + length));
  }
  if (received.length < expected) return;
  const [want, got] = [byUser(events), byUser(received)];
  for (const [user, list] of want) {
    const mine = got.get(user) || [];
    if (list.join('\n') !== mine.join('\n')) {
      console.log('user ' + user + ': ' + mine.length + ' of ' + list.length + ', or other bytes or order');
      process.exit(1);
    }
  }
  console.log('WebSocket: ' + received.length + ' orders of ' + want.size + ' users, byte for byte and in order');
  process.exit(received.length === expected ? 0 : 1);
});
