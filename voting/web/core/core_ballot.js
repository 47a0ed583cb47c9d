/*
 * core_ballot.js - a sealed ballot that waits: cast, or test? Made by
 * seal() of a log or of a pack.
 */
import { CoreError, toBase64 } from "./core_module.js";

const OPTIONS_MAX = 8;

/**
 * Options of rows as bytes; nothing is cut to fit into one.
 *
 * @param {number[]} choices
 */
export function marksOf(choices) {
  if (choices.some((choice) => !Number.isInteger(choice) || choice < 0 ||
      choice >= OPTIONS_MAX)) {
    throw new CoreError("ERR_INPUT");
  }
  return Uint8Array.from(choices);
}

export class Ballot {
  /**
   * @param {import("./core.js").Core} core
   * @param {number} handle
   * @param {Uint8Array} hash
   */
  constructor(core, handle, hash) {
    this.core = core;
    this.module = core.module;
    this.handle = handle;
    /** Its code to compare, in base64; empty on a named paper. */
    this.hash = toBase64(hash);
    /** The code as it is shown, before anybody says "cast" or "test". */
    this.code = hash.length === 0 ? "" : core.recordCode(hash);
  }

  /**
   * Signs it, once. Choices and secret are wiped before this returns; keep the
   * note until there is a receipt or a verified refusal.
   *
   * @param {import("./core.js").Secret} key the one it was sealed for
   * @returns {string} the note to POST
   */
  cast(key) {
    return this.module.call("web_ballot_cast", this.handle, key.handle).text;
  }

  /**
   * Reveals what was sealed, for another device to seal again. It can never be
   * cast after this.
   *
   * @returns {string}
   */
  test() {
    return this.module.call("web_ballot_reveal", this.handle).text;
  }

  /** Forgets it, with choices and secret. */
  close() {
    this.module.call("web_ballot_close", this.handle);
  }
}
