/**
 * The program's own files where everything is one file: they stand in it, and
 * nothing is fetched.
 */

import { fromBase64 } from "../core/core_module.js";

/** The bytes of a part of this file. @param {string} id */
export function partOf(id) {
  return fromBase64(document.getElementById(id).textContent);
}

/** Not from within the file: it is the file. */
export function readAsset(name) {
  return Promise.reject(new Error(name));
}

/** @returns {Uint8Array} */
export function coreModule() {
  return partOf("module");
}

/** A worker of the same program, which finds that it has no document. */
export function coreWorker() {
  const program = document.getElementById("program").textContent;
  const address = URL.createObjectURL(new Blob([program],
    { type: "text/javascript" }));

  return new Worker(address);
}

export function coreForWorker() {
  return coreModule();
}

/** The styles stand in the file. */
export function addStyle() {}
