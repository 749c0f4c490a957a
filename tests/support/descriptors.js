/**
 * A process that has no file descriptors left.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Makes 100 transfers at once in a process of its own that may open 60 files, and counts what came of them.
 * @param {string} url Of a service that takes its time.
 * @param {string} prepare Code that makes `fetch`, or leaves it undefined.
 * @returns {Promise<Record<string, number>>} By `code/outcome/code of the cause`, or `done`.
 */
export async function transfersWithoutDescriptors(url, prepare) {
  const script = `import { CdkeyClient } from 'espai-cdkey';
    ${prepare}
    const client = new CdkeyClient({ apiKey: 'k'.repeat(32), baseUrl: '${url}', fetch, maxRetries: 0 });
    const transfer = (_, n) => client.transfer({ phone: '1', code: 'a' + n, targetPhone: '2', targetCode: 'b', limit: 1 });
    const count = {};
    for (const { reason } of await Promise.allSettled(Array.from({ length: 100 }, transfer))) {
      const { code, outcome, cause } = reason ?? {};
      const what = reason ? [code, outcome, cause?.code ?? cause?.cause?.code].join('/') : 'done';
      count[what] = (count[what] ?? 0) + 1;
    }
    console.log(JSON.stringify(count));
    process.exit();`;
  const limited = ['-c', 'ulimit -n 60; exec "$0" --input-type=module -e "$1"', process.execPath, script];
  const child = spawn('sh', limited, { cwd: new URL('.', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(printed);
}
