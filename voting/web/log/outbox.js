/**
 * What was signed and is not yet answered. A thing put here is kept on the
 * device before the first send, and the same bytes are sent again, on a timer
 * and whenever the page or the network comes back, until there is an answer
 * that was verified: a receipt, or a refusal signed by the log. An answer that
 * cannot be verified is no answer.
 */

import {forget, fromBase64, keep, namesUnder, recall, toBase64}
  from "./device.js";
import { postEvent, ServerError } from "./server.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
const DISPUTED_AFTER = 5; /* answers in a row that do not verify */

/* Refusals that are about the moment: the same bytes may be taken in later. */
const PASSING = new Set(["busy", "no-memory", "store"]);

/**
 * @typedef {'sending'|'waiting'|'disputed'|'accepted'|'refused'} State
 *
 * @typedef {Object} Item
 * @property {string} name    under which it is kept
 * @property {State} state
 * @property {Object} about   whatever the page said of it
 * @property {Object} [answer]  what the judge made of it
 * @property {ServerError} [error]  why it is waiting
 */

/* From 0.5 to 1.5, so that a hall that lost its network does not come back in
 * one instant. */
function jitter() {
  return 0.5 + crypto.getRandomValues(new Uint8Array(1))[0] / 255;
}

export class Outbox {
  /**
   * @param {(body: Uint8Array, answer: Uint8Array) =>
   *     Promise<{kind: 'receipt'|'refusal'}|null>} judge
   *     verifies an answer; null if it proves nothing
   * @param {(item: Item) => void} onChange
   * @param {(item: Item) => void} onSettled  it is answered, and not kept any
   *     more
   */
  constructor(judge, onChange, onSettled) {
    this.judge = judge;
    this.onChange = onChange;
    this.onSettled = onSettled;
    this.wait = FIRST_WAIT_MS;
    this.busy = false;
    this.fresh = false;
    this.timer = 0;
    this.unproved = new Map();
    for (const event of ["online", "pageshow"])
      addEventListener(event, () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible")
        this.hurry();
    });
  }

  /**
   * Keeps a body and begins to send it.
   *
   * @param {string} name   a name already here is kept as it is: the same
   *     act is never signed twice
   * @param {Uint8Array} body
   * @param {Object} about  kept with it; never a choice or a secret
   * @throws {NoStorage}  then nothing was sent
   */
  put(name, body, about) {
    if (!recall(`out/${name}`))
      keep(`out/${name}`, {body: toBase64(body), about});
    this.fresh = true;
    this.hurry();
  }

  /** What waits. @returns {Item[]} */
  waiting() {
    return namesUnder("out/").map((key) => ({
      name: key.slice(4), state: "waiting",
      about: recall(key)?.about ?? {},
    }));
  }

  /** Sends now, and soon again if it does not come through. */
  hurry() {
    this.wait = FIRST_WAIT_MS;
    clearTimeout(this.timer);
    void this.send();
  }

  async send() {
    if (this.busy)
      return;
    this.busy = true;
    try {
      do {
        this.fresh = false; /* until something is put in meanwhile */
        for (const {name, about} of this.waiting())
          await this.sendOne(name, about);
      } while (this.fresh);
    } finally {
      this.busy = false;
    }
    if (namesUnder("out/").length > 0)
      this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), this.wait * jitter());
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT_MS);
  }

  async sendOne(name, about) {
    const kept = recall(`out/${name}`);

    if (!kept)
      return;
    const body = fromBase64(kept.body);

    this.tell({name, about, state: "sending"});
    try {
      const {bytes} = await postEvent(body);

      this.settle(name, about, await this.judge(body, bytes));
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      this.wait = Math.max(this.wait, 1000 * error.retryAfter);
      this.tell({name, about, state: "waiting", error});
    }
  }

  /* What the page keeps of an answer it does itself, before this forgets. */
  settle(name, about, answer) {
    if (!answer) {
      const times = (this.unproved.get(name) ?? 0) + 1;

      this.unproved.set(name, times);
      this.tell({name, about, state: times < DISPUTED_AFTER
        ? "waiting" : "disputed"});
      return;
    }
    if (PASSING.has(answer.error?.code)) {
      this.tell({name, about, state: "waiting"});
      return;
    }
    const item = {name, about, answer,
      state: answer.kind === "receipt" ? "accepted" : "refused"};

    this.tell(item);
    forget(`out/${name}`);
    this.onSettled(item);
  }

  tell(item) {
    this.onChange(item);
  }
}
