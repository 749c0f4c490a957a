/**
 * A question on the terminal, by node:readline: prompts that draw more (clack, inquirer) bring nothing to a yes or no.
 */
import { createInterface } from 'node:readline/promises';
import { usage } from './exit.js';

/** @typedef {import('./program.js').Call} Call */

/** @param {Call} call */
export function onTerminal({ world }) {
  return world.stdin.isTTY === true && world.stderr.isTerminal === true;
}

/**
 * Before something is changed: goes on where a person says yes, or where `--yes` has said so.
 * @param {Call} call
 * @param {{ en: string, zh: string }} question
 * @returns {Promise<void>}
 * @throws {import('./exit.js').Problem} It was answered no, or there is nobody to ask.
 */
export async function confirm(call, question) {
  const { options, world, say } = call;
  if (options.yes === true) return;
  if (!onTerminal(call)) {
    throw usage(
      'there is no terminal to ask on: say --yes if it is meant, or --dry-run to see what would be done',
      '没有终端可供确认：确定要执行请加 --yes，只看将要做什么请加 --dry-run',
    );
  }
  if (await answered(world, `${say(question)} ${say({ en: '[y/N]', zh: '[y/N]' })} `)) return;
  throw usage('answered no: nothing was changed', '已取消：没有改变任何东西');
}

/**
 * @param {import('./world.js').World} world
 * @param {string} question
 */
async function answered({ stdin, stderr }, question) {
  const readline = createInterface({ input: stdin, output: stderr.stream });
  const gone = new AbortController();
  // Ctrl+C and the end of the input are a no.
  readline.once('close', () => {
    gone.abort();
  });
  try {
    const answer = await readline.question(question, { signal: gone.signal });
    return /^(y|yes|是|好)$/i.test(answer.trim());
  } catch {
    await stderr.line('');
    return false;
  } finally {
    readline.close();
  }
}
