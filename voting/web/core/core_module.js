/*
 * core_module.js - calling the core: the one place that touches the module's
 * memory. voting/web/core/core_call.h describes the convention; pages use core.js.
 */

/** What enum err is called; the index is the status. */
const ERRORS = [
  "ok", "ERR_INPUT", "ERR_PROOF", "ERR_AUTH", "ERR_STATE", "ERR_EXISTS",
  "ERR_NOTFOUND", "ERR_IO", "ERR_NOMEM",
];
const REFUSED = 100;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Why the core would not do something. `code` is stable: a refusal of the
 * protocol (docs/protocol.md, section 12) or, where no refusal fits, one of
 * ERR_INPUT, ERR_PROOF, ERR_STATE, ERR_NOTFOUND, ERR_NOMEM ...; `trap` if the
 * module is broken and must be loaded anew.
 */
export class CoreError extends Error {
  /**
   * @param {string} code
   * @param {{check?: number, zh?: string, en?: string, number?: number}} [more]
   */
  constructor(code, more = {}) {
    super(more.en || code);
    this.name = "CoreError";
    /** The stable code. */
    this.code = code;
    /** The verifier's check that a refusal belongs to; 0: to none. */
    this.check = more.check ?? 0;
    /** The sentence for a person in Chinese; empty where there is none. */
    this.zh = more.zh ?? "";
    /** The same in English. */
    this.en = more.en ?? "";
    /** What the call counted: the entry that is to blame, a bad group ... */
    this.number = more.number ?? 0;
  }
}

/** @param {string | Uint8Array | null | undefined} value */
function bytesOf(value) {
  if (typeof value === "string") {
    return utf8.encode(value);
  }
  if (value === null || value === undefined) {
    return new Uint8Array(0);
  }
  if (value instanceof Uint8Array) {
    return value;
  }
  throw new CoreError("ERR_INPUT");
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return btoa(text);
}

/** @param {string} text */
export function fromBase64(text) {
  try {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = letters.charCodeAt(i); /* from() takes ten times as long */
    }
    return bytes;
  } catch {
    throw new CoreError("ERR_INPUT");
  }
}

/** What a call answered. */
class Answer {
  /**
   * @param {Uint8Array} bytes
   * @param {number} number
   */
  constructor(bytes, number) {
    this.bytes = bytes;
    this.number = number;
  }

  get text() {
    return strictUtf8.decode(this.bytes);
  }

  /** @returns {any} */
  get json() {
    return JSON.parse(this.text);
  }
}

/** The module's instance. One page needs one. */
export class CoreModule {
  /** @param {WebAssembly.Instance} instance */
  constructor(instance) {
    /** @type {any} */
    this.exports = instance.exports;
    this.broken = false;
  }

  /**
   * Calls an export. Texts and bytes become place and length, numbers stay,
   * booleans become 0 or 1. Throws CoreError unless the status is 0.
   *
   * @param {string} name
   * @param {...(string | Uint8Array | number | boolean | null | undefined)} args
   * @returns {Answer}
   */
  call(name, ...args) {
    const { status, answer } = this.attempt(name, args);
    if (status !== 0) {
      throw this.errorOf(status, answer.number);
    }
    return answer;
  }

  /**
   * @param {string} name
   * @param {any[]} args
   */
  attempt(name, args) {
    if (this.broken) {
      throw new CoreError("trap");
    }
    const core = this.exports;
    if (typeof core[name] !== "function") {
      // Each page fetches what it does: docs/web-core.md.
      throw new CoreError("ERR_NOTFOUND", { en: `no ${name} in this module` });
    }
    try {
      const status = core[name](...this.place(args)) >>> 0;
      const length = core.core_answer_length();
      const from = core.core_answer();
      // A copy: the area is wiped, and memory may move when it grows.
      const bytes = new Uint8Array(core.memory.buffer, from, length).slice();
      const answer = new Answer(bytes, core.core_number() >>> 0);
      core.core_forget();
      return { status, answer };
    } catch (error) {
      if (error instanceof CoreError) {
        throw error;
      }
      this.broken = true;
      throw new CoreError("trap", { en: String(error) });
    }
  }

  /** @param {any[]} args */
  place(args) {
    const pieces = args.map((arg) => {
      if (typeof arg === "boolean") {
        return Number(arg);
      }
      if (typeof arg !== "number") {
        return bytesOf(arg);
      }
      if (!Number.isInteger(arg) || arg < 0 || arg > 0xffffffff) {
        throw new CoreError("ERR_INPUT");
      }
      return arg;
    });
    const total = pieces.reduce((sum, piece) =>
      sum + (typeof piece === "number" ? 0 : piece.length), 0);
    let at = this.exports.core_arguments(total);
    if (at === 0) {
      throw new CoreError("ERR_NOMEM");
    }
    const memory = new Uint8Array(this.exports.memory.buffer);
    return pieces.flatMap((piece) => {
      if (typeof piece === "number") {
        return [piece];
      }
      const place = [at, piece.length];
      memory.set(piece, at);
      at += piece.length;
      return place;
    });
  }

  /**
   * @param {number} status
   * @param {number} [number]
   */
  errorOf(status, number = 0) {
    if (status < REFUSED) {
      return new CoreError(ERRORS[status] ?? "ERR_INPUT", { number });
    }
    const words = this.attempt("web_status_words", [status]);
    const [code, check, zh, en] = words.answer.text.split("\n");
    return new CoreError(code, { check: Number(check), zh, en, number });
  }
}

/**
 * Loads the module from a response, its bytes, or a compiled module.
 *
 * @param {Response | Promise<Response> | ArrayBuffer | Uint8Array |
 *         WebAssembly.Module} source
 */
export async function loadModule(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) {
    return new CoreModule(await WebAssembly.instantiate(given));
  }
  const bytes = typeof Response !== "undefined" && given instanceof Response
    ? await given.arrayBuffer() : given;
  const loaded = await WebAssembly.instantiate(
    /** @type {BufferSource} */ (bytes));
  return new CoreModule(loaded.instance);
}
