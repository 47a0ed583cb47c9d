/**
 * What every page stands on: the core, the texts, what is new, and the time.
 */

import { coreModule } from "../assets.js";
import { Core } from "../core/core.js";
import { Live } from "./live.js";
import { Texts } from "./texts.js";

const CLOCK_APART_S = 120; /* then this device's clock is not to be believed */
const LOG_AHEAD_S = 240; /* how far nobody may be ahead of the log */

/**
 * What phones fetch, what is fetched by whoever recounts, or all of it.
 *
 * @typedef {"vote.wasm" | "audit.wasm" | "office.wasm" | "box.wasm"} Module
 */

/**
 * The core in this page.
 *
 * @param {Module} module
 * @returns {Promise<Core>}
 */
export function loadCore(module) {
  return Core.load(coreModule(module));
}

export class Hall {
  /**
   * @param {Module} [module]
   * @returns {Promise<Hall>}
   */
  static async open(module = "vote.wasm") {
    return new Hall(await loadCore(module));
  }

  /** @param {Core} core */
  constructor(core) {
    this.core = core;
    this.texts = new Texts(core);
    this.connected = false;
    /** @type {import("./live.js").Now|null} */
    this.now = null;
    this.empty = false;
    this.skew = 0;
    /** The time of the last entry that was verified here; 0: there is none. */
    this.loggedAt = 0;
  }

  /**
   * Begins to listen to the server.
   *
   * @param {{onNow?: (now: import("./live.js").Now, news: {stage: boolean,
   *     size: boolean, drafts: boolean}) => void,
   *     onConnection?: (there: boolean) => void, onEmpty?: () => void}} on
   *     onEmpty: nobody has founded a conference
   */
  listen({ onNow = () => {}, onConnection = () => {},
    onEmpty = () => this.showEmpty() }) {
    new Live((now) => {
      const old = this.now;

      this.now = now;
      this.skew = now.time - Date.now() / 1000;
      if (now.size === 0)
        onEmpty();
      else if (this.empty)
        location.reload(); /* now there is something to show */
      else
        onNow(now, { stage: old?.stage !== now.stage,
          size: old?.size !== now.size, drafts: old?.drafts !== now.drafts });
    }, (there) => {
      this.connected = there;
      onConnection(there);
    });
  }

  /* main.js then shows that there is no conference, in place of any page. */
  showEmpty() {
    if (this.empty)
      return;
    this.empty = true;
    dispatchEvent(new Event("no-conference"));
  }

  /** Whether this device's clock is far from the server's. */
  clockIsWrong() {
    return Math.abs(this.skew) > CLOCK_APART_S;
  }

  /**
   * The time to sign events with, in whole seconds: this device's own, unless
   * it is plainly wrong. Then it is the server's, but not far ahead of the log:
   * else a server could have something signed for a time to come, and hold it
   * back until then.
   */
  time() {
    const own = Date.now() / 1000;

    if (!this.clockIsWrong())
      return Math.floor(own);
    return Math.floor(Math.min(own + this.skew, this.loggedAt + LOG_AHEAD_S));
  }

  /** The server's time, for what is shown. */
  shownTime() {
    return Date.now() / 1000 + this.skew;
  }
}
