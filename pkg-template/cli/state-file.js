/**
 * The emulator's cards in a file, as `--state` keeps them: a JSON array, one card a line, always whole. It is written
 * beside and renamed, so that whoever reads it, also after a crash, finds the cards before a change or after it.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, Problem } from './exit.js';
import { codeOf } from './system-error.js';

/** @typedef {import('../emulator/emulator.js').Card} Card */
/** @typedef {import('../emulator/emulator.js').Change} Change */

/**
 * Up to so many cards the file is written before the answer to a change leaves: a few ms, most of them the disk's. With
 * more, the answer does not wait.
 */
const BEFORE_THE_ANSWER = 1_000;

/** Of many cards the file is written at most so often, whatever comes in between: it is some MB each time. */
const APART_MS = 500;

/** Cards whose text is made together: a change costs the text of one or two blocks, and not of all cards. */
const BLOCK = 500;

/** Some lines of the file. */
class Block {
  /** @type {Map<string, string>} By the card's id. */
  #lines = new Map();
  /** @type {Buffer | undefined} */
  #bytes;

  /** @param {Card} card New, or one that it holds in another state. */
  put(card) {
    this.#lines.set(card.id, JSON.stringify(card));
    this.#bytes = undefined;
  }

  /** @param {Card} card */
  drop(card) {
    this.#lines.delete(card.id);
    this.#bytes = undefined;
  }

  /** Never changed once it is made, so that it may be written while the next one is. */
  get bytes() {
    return (this.#bytes ??= Buffer.from([...this.#lines.values()].join(',\n')));
  }
}

export class StateFile {
  #file;
  #temporary;
  #onFailure;
  /** @type {Block[]} */
  #blocks = [];
  /** @type {Map<string, Block>} By a card's id. */
  #blockOf = new Map();
  #waits;
  #changed = false;
  /** @type {Promise<void> | undefined} */
  #writing;
  #closing = new AbortController();
  /** @type {unknown} */
  #failure;

  /**
   * @param {string} file
   * @param {readonly Card[]} cards
   * @param {() => void} onFailure It could not be written. Nothing is written after that; `close` says why.
   */
  constructor(file, cards, onFailure) {
    this.#file = file;
    // Beside it: a rename does not cross file systems.
    this.#temporary = `${file}.${process.pid}.tmp`;
    this.#onFailure = onFailure;
    this.#waits = cards.length <= BEFORE_THE_ANSWER;
    this.#fill(cards);
  }

  /**
   * Writes it before this returns.
   * @throws {Problem} It cannot be written.
   */
  write() {
    try {
      const handle = openSync(this.#temporary, 'w', 0o600);
      try {
        writeFileSync(handle, Buffer.concat(this.#pieces()));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(this.#temporary, this.#file);
    } catch (error) {
      rmSync(this.#temporary, { force: true });
      throw this.#problem(error);
    }
  }

  /**
   * Takes a change in, and sees to it that it is written: before this returns, or soon.
   * @param {Change} change
   */
  take({ type, cards }) {
    if (type === 'reset') this.#fill(cards);
    for (const card of type === 'reset' ? [] : cards) {
      const block = this.#blockOf.get(card.id);
      if (type === 'destroy') block?.drop(card);
      else block?.put(card);
    }
    if (this.#closing.signal.aborted) return;
    if (this.#waits) {
      try {
        this.write();
      } catch (problem) {
        this.#fail(problem);
      }
      return;
    }
    this.#changed = true;
    this.#writing ??= this.#writeOn().catch((problem) => {
      this.#fail(problem);
    });
  }

  /**
   * Until all that was taken is written.
   * @throws {Problem} (as a rejection) It could not be.
   */
  async close() {
    this.#closing.abort();
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** @param {readonly Card[]} cards */
  #fill(cards) {
    this.#blocks = [];
    this.#blockOf.clear();
    for (let from = 0; from < cards.length; from += BLOCK) {
      const block = new Block();
      this.#blocks.push(block);
      for (const card of cards.slice(from, from + BLOCK)) {
        block.put(card);
        this.#blockOf.set(card.id, block);
      }
    }
  }

  /** @returns {Buffer[]} The whole file as it is to be now. */
  #pieces() {
    const filled = this.#blocks.map(({ bytes }) => bytes).filter(({ length }) => length > 0);
    const between = Buffer.from(',\n');
    return [
      Buffer.from('[\n'),
      ...filled.flatMap((bytes, index) => (index === 0 ? [bytes] : [between, bytes])),
      Buffer.from('\n]\n'),
    ];
  }

  /** Writes until nothing is left that was taken meanwhile. Many changes share a write, and the last is never left out. */
  async #writeOn() {
    while (this.#changed) {
      this.#changed = false;
      const next = sleep(APART_MS, undefined, { signal: this.#closing.signal }).catch(() => {});
      await this.#writeAside();
      await next;
    }
    this.#writing = undefined;
  }

  /** As `write`, with the process free to answer meanwhile. */
  async #writeAside() {
    try {
      const handle = await open(this.#temporary, 'w', 0o600);
      try {
        await writeFile(handle, this.#pieces());
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(this.#temporary, this.#file);
    } catch (error) {
      await rm(this.#temporary, { force: true });
      throw this.#problem(error);
    }
  }

  /** @param {unknown} problem */
  #fail(problem) {
    this.#failure = problem;
    this.#closing.abort();
    this.#onFailure();
  }

  /** @param {unknown} error */
  #problem(error) {
    const code = codeOf(error);
    return new Problem(EXIT.failed, {
      en: `cannot write ${this.#file}: ${code}`,
      zh: `无法写入 ${this.#file}: ${code}`,
    });
  }
}
