/**
 * What this device has seen signed of a log. Whatever the server shows later
 * must go on from it; one that does not is shown in words, and nothing more is
 * done with it.
 */

import { CoreError } from "../core/core_module.js";
import { keep, recall } from "./device.js";
import { readText, strangeAnswer } from "./server.js";

/** The server contradicts itself, or what it said before. */
export class Split extends Error {}

/* Origin, size and root, before any signature. */
const CHECKPOINT = /^\S+\n(0|[1-9]\d*)\n[A-Za-z0-9+/]{43}=\n/;

/* What fails here, and says nothing of the log. */
const OURS = new Set(["ERR_NOMEM", "no-memory", "trap"]);

/** Does it, and takes what the core refuses for a contradiction. */
export async function orSplit(act) {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CoreError && !OURS.has(error.code))
      throw new Split(error.code);
    throw error;
  }
}

/**
 * The size that a checkpoint speaks of, before its signature is looked at.
 *
 * @throws {import("./server.js").ServerError}  a network's own page, perhaps
 */
export function sizeOf(checkpoint) {
  const size = Number(CHECKPOINT.exec(checkpoint)?.[1]);

  if (!Number.isSafeInteger(size))
    throw strangeAnswer();
  return size;
}

/** The checkpoint at the end of a receipt. */
export function checkpointIn(receipt) {
  return receipt.slice(receipt.indexOf("\n\n") + 2);
}

export class Seen {
  /**
   * @param {import("../core/core.js").Core} core
   * @param {string} origin
   */
  constructor(core, origin) {
    this.core = core;
    this.origin = origin;
  }

  /** The largest tree so far, or null. */
  get tree() {
    return recall(`seen/${this.origin}`);
  }

  /**
   * Holds a tree that the log has signed to what was seen before, and keeps
   * it: signed as it is, so that a later contradiction can be proved.
   *
   * @param {{size: number, root: string}} tree
   * @param {string} checkpoint
   * @throws {Split|import("./server.js").ServerError}
   */
  async hold(tree, checkpoint) {
    const seen = this.tree;

    /* Another tab may have seen more meanwhile: then the server has it, too. */
    if (seen && seen.size > tree.size &&
        sizeOf(await readText("/checkpoint")) < seen.size)
      throw new Split("size");
    if (seen)
      await this.compare(seen, { size: tree.size, root: tree.root,
        checkpoint });
    this.remember(tree, checkpoint);
  }

  async compare(seen, shown) {
    const [older, newer] = seen.size > shown.size ? [shown, seen]
      : [seen, shown];

    try {
      if (older.size < newer.size)
        await orSplit(async () => this.core.checkConsistency(older, newer,
          await readText(`/consistency/${older.size}/${newer.size}`)));
      else if (older.root !== newer.root)
        throw new Split("seen");
    } catch (error) {
      if (error instanceof Split)
        keep(`conflict/${this.origin}`, { seen, shown });
      throw error;
    }
  }

  /** Keeps a tree that was found to go on from what was seen. */
  remember(tree, checkpoint) {
    if ((this.tree?.size ?? 0) < tree.size)
      keep(`seen/${this.origin}`, { size: tree.size, root: tree.root,
        checkpoint });
  }
}
