/**
 * What is new: the line of /now, pushed by the server, or asked for every two
 * seconds where pushing does not come through.
 */

import { readText } from "./server.js";

const POLL_MS = 2000;
const SILENCE_MS = 25000; /* the server says something every 15 s */

/**
 * @typedef {Object} Now
 * @property {number} size    entries of the log
 * @property {number} stage   changes when there is something new to see
 * @property {number} time    the server's, in seconds since 1970
 * @property {number} phones  seen lately
 * @property {number} drafts  changes when officers ask each other to sign
 */

/** @returns {Now|null} */
function parse(line) {
  const numbers = line.trim().split(" ").map(Number);

  if (numbers.length !== 5 || numbers.some((n) => !Number.isFinite(n)))
    return null;
  return {size: numbers[0], stage: numbers[1], time: numbers[2],
    phones: numbers[3], drafts: numbers[4]};
}

/** Tells its listener what is new, and whether the server is there at all. */
export class Live {
  /**
   * @param {(now: Now) => void} onNow
   * @param {(connected: boolean) => void} onConnection
   */
  constructor(onNow, onConnection) {
    this.onNow = onNow;
    this.onConnection = onConnection;
    this.connected = null;
    this.source = null;
    this.heard = 0;
    this.polling = false;
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.look());
    addEventListener("pageshow", () => this.look());
    addEventListener("offline", () => this.lost());
    setInterval(() => this.watch(), POLL_MS);
    this.look();
  }

  /** Looks now, whatever the stream does. */
  look() {
    if (document.visibilityState === "hidden")
      return;
    this.open();
    void this.poll();
  }

  open() {
    if (this.source && this.source.readyState !== EventSource.CLOSED)
      return;
    this.source = new EventSource("/live");
    this.source.onmessage = (event) => {
      this.heard = Date.now();
      this.take(event.data);
    };
  }

  /** Asks while the stream is silent for too long. */
  watch() {
    if (document.visibilityState === "hidden")
      return;
    if (Date.now() - this.heard > SILENCE_MS ||
      this.source?.readyState !== EventSource.OPEN) {
      this.open();
      void this.poll();
    }
  }

  async poll() {
    if (this.polling)
      return;
    this.polling = true;
    try {
      this.take(await readText("/now"));
    } catch {
      this.lost();
    } finally {
      this.polling = false;
    }
  }

  take(line) {
    const now = parse(line);

    if (!now)
      return;
    if (this.connected !== true) {
      this.connected = true;
      this.onConnection(true);
    }
    this.onNow(now);
  }

  lost() {
    if (this.connected === false)
      return;
    this.connected = false;
    this.onConnection(false);
  }
}
