/*
 * chromium.js - Debian's Chromium without a window, driven through a pipe by
 * its own protocol: no package of npm is needed for it.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SECONDS = 1000;

export class Chromium {
  constructor() {
    this.profile = mkdtempSync(join(tmpdir(), "chromium-"));
    this.program = spawn("chromium", ["--headless=new", "--disable-gpu",
      "--no-sandbox", "--no-first-run", "--disable-dev-shm-usage",
      "--remote-debugging-pipe", `--user-data-dir=${this.profile}`,
      "about:blank"],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.last = 0;
    /** @type {Map<number, {resolve: any, reject: any}>} */
    this.waiting = new Map();
    let rest = "";
    this.program.stdio[4].on("data", (bytes) => {
      const messages = (rest + bytes).split("\0");
      rest = messages.pop();
      messages.forEach((text) => this.hear(JSON.parse(text)));
    });
    this.program.on("exit", () => this.waiting.forEach(({ reject }) =>
      reject(new Error("chromium has ended"))));
  }

  hear({ id, result, error, method }) {
    if (id === undefined) {
      if (method === "Page.loadEventFired") {
        this.loaded?.();
      }
      return;
    }
    const call = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) {
      call?.reject(new Error(error.message));
    } else {
      call?.resolve(result);
    }
  }

  /** @param {string} method @param {object} [params] @param {string} [session] */
  send(method, params = {}, session = undefined) {
    this.last += 1;
    const id = this.last;
    this.program.stdio[3].write(
      JSON.stringify({ id, method, params, sessionId: session }) + "\0");
    return new Promise((resolve, reject) =>
      this.waiting.set(id, { resolve, reject }));
  }

  /** A page at this address. @param {string} url */
  async open(url) {
    const { targetId } = await this.send("Target.createTarget",
      { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget",
      { targetId, flatten: true });
    const send = (method, params) => this.send(method, params, sessionId);
    const loaded = new Promise((resolve) => {
      this.loaded = resolve;
    });
    await send("Page.enable");
    await send("Page.navigate", { url });
    await loaded; // its modules have run by then
    return {
      /** @param {number} rate how many times slower */
      throttle: (rate) => send("Emulation.setCPUThrottlingRate", { rate }),
      /** @param {string} expression of a promise */
      run: async (expression) => {
        const { result, exceptionDetails } = await send("Runtime.evaluate",
          { expression, awaitPromise: true, returnByValue: true,
            timeout: 300 * SECONDS });
        if (exceptionDetails) {
          throw new Error(exceptionDetails.exception?.description ??
            exceptionDetails.text);
        }
        return result.value;
      },
    };
  }

  async close() {
    const ended = new Promise((resolve) => this.program.once("exit", resolve));
    this.program.kill();
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
