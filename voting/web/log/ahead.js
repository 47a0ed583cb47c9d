/**
 * Verifies the log ahead: while a vote is open, a worker takes in what this
 * device has followed of it, so that after the close the last entries and the
 * checkpoint are left. It goes in slices, rests between them for as long as
 * each took, and stops while nobody looks at the page; what is lost with the
 * page is time. Nothing that it finds is said before the recount is finished
 * with the checkpoint of the close, over the very entries it was given.
 */

import { Recount } from "./audit.js";
import { ServerError } from "./server.js";

const SLICE = 64; /* entries that are proved together */
const WAIT_MS = 10000; /* since the last slice: then fewer are, too */
const REST_MS = 50; /* at least, behind each slice */

export class Ahead {
  /**
   * @param {() => import("./follow.js").Follower} follower  of whose entries
   *     those are taken that a signed checkpoint bears out
   * @param {{slice?: number, waitMs?: number, restMs?: number}} [pace]
   */
  constructor(follower, { slice = SLICE, waitMs = WAIT_MS,
    restMs = REST_MS } = {}) {
    this.follower = follower;
    this.pace = { slice, waitMs, restMs };
    this.wanted = false;
    this.away = false; /* somebody else has the recount, and finishes it */
    this.broken = false; /* it did not work here, and is not tried again */
    /** @type {Recount|null} */
    this.recount = null;
    this.pin = null; /* of a recount that held */
    this.proved = 0;
    this.working = null;
    this.timer = 0;
    this.due = 0; /* when fewer than a slice are taken, too */
    this.notBefore = 0; /* after the network has failed */
    this.wake = () => {};
    this.onProgress = () => {};
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** How far it is: entries that were verified, of those there are. */
  get progress() {
    return { done: this.proved, all: this.follower().verified };
  }

  /** @param {boolean} wanted  while there is a vote to be counted */
  want(wanted) {
    this.wanted = wanted;
    this.look();
  }

  /** There may be something to do now. */
  look() {
    clearTimeout(this.timer);
    if (this.working || !this.mayWork())
      return;
    if (!this.isDue()) {
      if (this.left > 0)
        this.timer = setTimeout(() => this.look(), this.pace.waitMs);
      return;
    }
    this.working = this.work().catch((error) => this.stumble(error))
      .finally(() => {
        this.working = null;
        this.look();
      });
  }

  /**
   * The recount, to be finished by who asks; until takeBack() this rests.
   *
   * @returns {Promise<Recount>}
   */
  async handOver() {
    this.away = true;
    clearTimeout(this.timer);
    this.wake();
    await this.working;
    try {
      const recount = this.recount ?? await this.begin();

      this.forget();
      return recount;
    } catch (error) {
      this.away = false;
      throw error;
    }
  }

  /**
   * It is done, or the network failed before it was, and it is gone on with.
   *
   * @param {Recount} recount
   * @param {Object|null} pin  from makePin(), if it held
   */
  takeBack(recount, pin) {
    this.pin = pin ?? this.pin;
    this.away = false;
    if (recount.resumable)
      this.recount = recount;
    else
      recount.close();
    this.look();
  }

  /* ---- Slices ------------------------------------------------------------- */

  mayWork() {
    return this.wanted && !this.away && !this.broken &&
      document.visibilityState !== "hidden";
  }

  /* Entries that it has not been given. */
  get left() {
    return this.follower().verified - (this.recount?.size ?? 0);
  }

  isDue() {
    const now = performance.now();

    return now >= this.notBefore && (this.left >= this.pace.slice ||
      (this.left > 0 && now >= this.due));
  }

  begin() {
    return Recount.begin(this.pin, { keeps: false });
  }

  async work() {
    while (this.mayWork() && this.isDue()) {
      const began = performance.now();

      this.recount ??= await this.begin();
      const { verified, tile } = this.follower();

      await this.recount.takeUpTo(Math.min(verified,
        this.recount.size + this.pace.slice), { known: verified, near: tile });
      this.proved = await this.recount.prove();
      this.due = performance.now() + this.pace.waitMs;
      this.onProgress();
      if (this.mayWork())
        await this.rest(Math.max(this.pace.restMs, performance.now() - began));
    }
  }

  rest(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);

      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /* The network comes back. Without a worker or memory all of it is left for
   * the close, where it is said in words what fails. */
  stumble(error) {
    if (error instanceof ServerError) {
      this.notBefore = performance.now() + this.pace.waitMs;
      return;
    }
    this.broken = true;
    this.recount?.close();
    this.forget();
  }

  forget() {
    this.recount = null;
    this.proved = 0;
    this.onProgress();
  }
}
