/**
 * Recounts the whole log in a worker: every entry and text from the server, all
 * eighteen checks, with word on how far it is.
 */

import { entriesOf } from "./core_log.js";
import { connect } from "./core_remote.js";
import { fromBase64 } from "./device.js";
import { bundlePath } from "./follow.js";
import { readBytes, readText } from "./server.js";
import { hexOf } from "./texts.js";

const BUNDLE = 256;

/** An audit and the core it runs in, for who goes on with it. */
export class Recount {
  static async begin() {
    const recount = new Recount();

    recount.worker = new Worker(new URL("core_worker.js", import.meta.url),
      { type: "module" });
    recount.core = await connect(recount.worker, "audit.wasm");
    recount.audit = await recount.core.audit();
    return recount;
  }

  /**
   * @param {(done: number, all: number) => void} onProgress
   * @returns {Promise<Object>} the report, see core_log.js
   */
  async run(onProgress) {
    const checkpoint = await readText("/checkpoint");
    const size = Number(checkpoint.split("\n")[1]);

    this.checkpoint = checkpoint;
    await this.audit.takePart("checkpoint", checkpoint);
    for (let at = 0; at < size; at += BUNDLE) {
      const width = Math.min(BUNDLE, size - at);
      const entries = entriesOf(await readBytes(
        bundlePath(at / BUNDLE, width)));

      for (let i = 0; i < width; i++) {
        await this.takeEntry(entries[i]);
        onProgress(at + i + 1, size);
      }
    }
    return this.audit.finish();
  }

  constructor() {
    this.given = new Set();
    /** @type {{entry: Uint8Array, texts: Uint8Array[]}[]} as in a bundle */
    this.groups = [];
  }

  /* An entry, and behind it the public texts that it names for the first time;
   * a witness policy follows each entry that names it. */
  async takeEntry(entry) {
    const group = { entry, texts: [] };

    await this.audit.takePart("entry", entry);
    for (const { hex, policy } of textsOf(entry))
      if (policy || !this.given.has(hex)) {
        const text = await readBytes(`/text/${hex}`);

        this.given.add(hex);
        group.texts.push(text);
        await this.audit.takePart("text", text);
      }
    this.groups.push(group);
  }

  /** Ends the worker, with all secrets in it. */
  close() {
    this.worker.terminate();
  }
}

/* `public <length> <base64 of SHA-256>`, wherever an event names a text. */
const NAMED = /^(\S+) (?:.* )?public [1-9]\d* ([A-Za-z0-9+/]{43}=)$/gm;

function textsOf(entry) {
  const note = new TextDecoder().decode(entry);
  const event = note.slice(0, note.lastIndexOf("\n\n"));

  return [...event.matchAll(NAMED)].map(([, line, base64]) => ({
    policy: line === "policy",
    hex: hexOf(fromBase64(base64)) }));
}
