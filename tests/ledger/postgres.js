/**
 * A PostgreSQL of the tests' own: Debian's programs, a folder of its own, no port but a socket in that folder. It refuses to run as root, so
 * there it runs as the user `nobody`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
/** The newest that is installed. */
const bin = (() => {
  const root = '/usr/lib/postgresql';
  try {
    const [newest] = readdirSync(root).sort((one, other) => Number(other) - Number(one));
    return newest === undefined ? undefined : join(root, newest, 'bin');
  } catch {
    return undefined;
  }
})();

export class Postgres {
  #folder;
  #databases = 0;

  constructor() {
    if (bin === undefined) throw new Error('PostgreSQL is missing: scripts/setup test, or apt-get install postgresql');
    // Short: the name of a socket has at most 107 bytes.
    this.#folder = mkdtempSync('/tmp/espai-pg-');
    if (asRoot) chownSync(this.#folder, NOBODY, NOBODY);
    chmodSync(this.#folder, 0o700);
    const data = join(this.#folder, 'data');
    this.#run('initdb', ['-D', data, '-U', 'espai', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C']);
    this.start();
  }

  start() {
    // fsync is on, as it is: what is written has to survive.
    const options = `-k ${this.#folder} -c listen_addresses= -c max_connections=300 -c shared_buffers=32MB`;
    this.#run('pg_ctl', [
      '-D',
      join(this.#folder, 'data'),
      '-l',
      join(this.#folder, 'log'),
      '-o',
      options,
      '-w',
      'start',
    ]);
  }

  /** @param {'fast' | 'immediate'} [mode] */
  stop(mode = 'fast') {
    this.#run('pg_ctl', ['-D', join(this.#folder, 'data'), '-m', mode, '-w', 'stop']);
  }

  /** A new database; gives its address. */
  address() {
    this.#databases += 1;
    const name = `test${this.#databases}`;
    this.#run('createdb', ['-h', this.#folder, '-U', 'espai', name]);
    return `postgres://espai@localhost/${name}?host=${encodeURIComponent(this.#folder)}`;
  }

  /**
   * @param {string} url
   * @param {string} sql
   */
  sql(url, sql) {
    return this.#run('psql', ['-h', this.#folder, '-U', 'espai', '-At', '-c', sql, new URL(url).pathname.slice(1)]);
  }

  /**
   * All that is in a database, as text.
   * @param {string} url
   */
  dump(url) {
    return this.#run('pg_dump', ['-h', this.#folder, '-U', 'espai', new URL(url).pathname.slice(1)]);
  }

  /** Ends it, and takes its files away. */
  end() {
    try {
      this.stop('immediate');
    } catch {
      // It was stopped.
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * @param {string} name
   * @param {string[]} args
   */
  #run(name, args) {
    return (
      execFileSync(join(/** @type {string} */ (bin), name), args, {
        cwd: this.#folder,
        // A server keeps what it inherits open: nothing of it may be waited for.
        stdio: ['ignore', ['psql', 'pg_dump'].includes(name) ? 'pipe' : 'ignore', 'ignore'],
        env: { PATH: process.env['PATH'], LC_ALL: 'C', HOME: this.#folder },
        ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      })?.toString() ?? ''
    );
  }
}
