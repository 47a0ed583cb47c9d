/**
 * Follows the log: fetches what is new of it and has the core replay it. What
 * this device has once seen signed must be the beginning of what it sees later.
 */

import { entriesOf } from "./core_log.js";
import { CoreError } from "./core_module.js";
import { keep, recall, toBase64 } from "./device.js";
import { readBytes, readText, strangeAnswer } from "./server.js";

const BUNDLE = 256; /* entries of a full tile */

/** The server contradicts itself, or what it said before. */
export class Split extends Error {}


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

/* Origin, size and root, before any signature. */
const CHECKPOINT = /^\S+\n(0|[1-9]\d*)\n[A-Za-z0-9+/]{43}=\n/;

/* What fails here, and says nothing of the log. */
const OURS = new Set(["ERR_NOMEM", "no-memory", "trap"]);

/* The beginning of an entry, as text. */
function beginning(entry) {
  return new TextDecoder("latin1").decode(entry.subarray(0, 64));
}

export class Follower {
  /**
   * @param {import("./core.js").Core} core
   * @param {(done: number, all: number) => void} [onProgress]
   */
  constructor(core, onProgress = () => {}) {
    this.core = core;
    this.log = core.followLog();
    this.onProgress = onProgress;
    this.size = 0;
    /** How far the log's signature and this device's memory bear it out. */
    this.verified = 0;
    this.running = null;
  }

  /** Whether all that has been replayed here is borne out. */
  get sound() {
    return this.size > 0 && this.verified === this.size;
  }

  /**
   * Whether what a receipt says was taken in stands in the log that is followed
   * here; undefined if that does not go so far yet. A receipt alone shows that
   * it stands in a log which was signed for this device.
   *
   * @param {{index: number, time: number, note: string}} receipt
   */
  has({ index, time, note }) {
    if (index >= this.verified)
      return undefined;
    const leaf = this.core.leafHash(`congress-entry/v1 ${time}\n${note}`);

    return toBase64(leaf) === toBase64(this.log.leaf(index));
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
    const size = Number(CHECKPOINT.exec(checkpoint)?.[1]);

    if (!Number.isSafeInteger(size))
      throw strangeAnswer(); /* a network's own page, perhaps */
    if (size < this.size)
      throw new Split("size");
    try {
      await this.fetchUpTo(size);
      this.log.compare(checkpoint);
      await this.remember(checkpoint);
    } catch (error) {
      if (error instanceof CoreError && !OURS.has(error.code))
        throw new Split(error.code);
      throw error;
    }
    this.verified = this.size;
  }

  async fetchUpTo(size) {
    while (this.size < size) {
      const index = Math.floor(this.size / BUNDLE);
      const width = Math.min(BUNDLE, size - index * BUNDLE);
      let at = index * BUNDLE;

      for (const entry of entriesOf(await readBytes(bundlePath(index, width))))
        if (at++ >= this.size) {
          this.log.take(entry, { proofs: !CAST.test(beginning(entry)) });
          this.size = at;
        }
      if (at !== index * BUNDLE + width)
        throw new Split("width");
      this.onProgress(this.size, size);
    }
  }

  /* What was seen before is a beginning of this, or the log has been forked. */
  async remember(checkpoint) {
    const { origin } = this.log.pin();
    const tree = this.log.tree();
    const seen = recall(`seen/${origin}`);

    if (seen && seen.size > tree.size)
      throw new Split("seen");
    if (seen && seen.size < tree.size)
      this.core.checkConsistency(seen, tree,
        await readText(`/consistency/${seen.size}/${tree.size}`));
    else if (seen && seen.root !== tree.root)
      throw new Split("seen");
    /* Signed as it is, so that a later contradiction can be proved. */
    keep(`seen/${origin}`, { size: tree.size, root: tree.root, checkpoint });
  }
}
