// Loaded before a client: gives Node 20 the WebSocket that browsers have, and lets what comes every half minute, its
// keep-alive, come each second.
import WebSocket from 'ws';

globalThis.WebSocket = WebSocket;
const setIntervalOfNode = globalThis.setInterval;
globalThis.setInterval = (task, ms, ...args) => setIntervalOfNode(task, ms >= 10_000 ? 1_000 : ms, ...args);
