// Commands come as lines on standard input, what is seen goes as lines of JSON to standard output.
import { createInterface } from 'node:readline';

export function tell(what) {
  process.stdout.write(JSON.stringify(what) + '\n');
}

/** Does one command after the other; ends with the input. A command that fails is told, with its reason. */
export async function obey(commands) {
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, ...args] = line.split(' ');
    try {
      await commands[name](...args);
      tell({ done: line });
    } catch (e) {
      tell({ failed: line, reason: String(e) });
    }
  }
  process.exit(0);
}
