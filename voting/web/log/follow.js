/**
 * Follows the log: fetches what is new of it and has the core replay it. What
 * this device has once seen signed must be the beginning of what it sees later.
 */

import { Breath } from "./breath.js";
import { entriesOf } from "../core/core_log.js";
import { orSplit, Seen, sizeOf, Split } from "./seen.js";
import { readBytes, readText } from "./server.js";

export { Split };

const BUNDLE = 256; /* entries of a full tile */

/** The path of an entry bundle. */
export function bundlePath(index, width) {
  const groups = [];

  for (let n = index; groups.length === 0 || n > 0; n = Math.floor(n / 1000))
    groups.unshift(String(n % 1000).padStart(3, "0"));
  const path = groups.map((g, i) => (i < groups.length - 1 ? `x${g}` : g));
  const part = width < BUNDLE ? `.p/${width}` : "";

  return `/tile/entries/${path.join("/")}${part}`;
}

/* A cast: its proofs matter to the count, which is verified apart. */
const CAST = /^congress-entry\/v1 \d+\ncongress\/v1 cast\n/;

/* The beginning of an entry, as text. */
function beginning(entry) {
  return new TextDecoder("latin1").decode(entry.subarray(0, 64));
}

export class Follower {
  /**
   * @param {import("../core/core.js").Core} core
   * @param {(done: number, all: number) => void} [onProgress]
   */
  constructor(core, onProgress = () => {}) {
    this.core = core;
    this.log = core.followLog();
    this.onProgress = onProgress;
    this.size = 0;
    /** How far the log's signature and this device's memory bear it out. */
    this.verified = 0;
    /** The tile that was read last, for who verifies ahead. */
    this.tile = { index: -1, entries: [] };
    this.running = null;
  }

  /** Whether all that has been replayed here is borne out. */
  get sound() {
    return this.size > 0 && this.verified === this.size;
  }

  /** The time of the last entry that was replayed. */
  get time() {
    return this.log.conference().log.time;
  }

  /**
   * Up to the server's checkpoint of now. One run at a time: who asks during
   * a run waits for the next.
   *
   * @throws {Split|import("./server.js").ServerError}
   */
  async refresh() {
    while (this.running)
      await this.running.catch(() => {});
    this.running = this.run();
    try {
      await this.running;
    } finally {
      this.running = null;
    }
  }

  async run() {
    const checkpoint = await readText("/checkpoint");
    const size = sizeOf(checkpoint);

    if (size < this.size)
      throw new Split("size");
    await orSplit(async () => {
      await this.fetchUpTo(size);
      this.log.compare(checkpoint);
    });
    await new Seen(this.core, this.log.pin().origin).hold(this.log.tree(),
      checkpoint);
    this.verified = this.size;
  }

  async fetchUpTo(size) {
    const breath = new Breath();

    while (this.size < size) {
      const index = Math.floor(this.size / BUNDLE);
      const width = Math.min(BUNDLE, size - index * BUNDLE);
      const entries = entriesOf(await readBytes(bundlePath(index, width)));
      let at = index * BUNDLE;

      for (const entry of entries)
        if (at++ >= this.size) {
          this.log.take(entry, { proofs: !CAST.test(beginning(entry)) });
          this.size = at;
          await breath.taken();
        }
      if (at !== index * BUNDLE + width)
        throw new Split("width");
      this.tile = { index, entries };
      this.onProgress(this.size, size);
    }
  }
}
