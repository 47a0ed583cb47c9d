/**
 * The program's own files, which lie beside this one. The single file of the
 * record has offline/assets.js in place of it.
 */

/** The address of such a file. @param {string} name */
function addressOf(name) {
  return new URL(name, import.meta.url);
}

/** @param {string} name @returns {Promise<string>} */
export async function readAsset(name) {
  const answer = await fetch(addressOf(name));

  if (!answer.ok)
    throw new Error(`${name}: ${answer.status}`);
  return answer.text();
}

/**
 * The core's module, as Core.load() takes it.
 *
 * @param {import("./log/hall.js").Module} name
 * @returns {Promise<Response>}
 */
export function coreModule(name) {
  return fetch(addressOf(name));
}

/** A worker that waits to be told which core to load: see core_remote.js. */
export function coreWorker() {
  return new Worker(addressOf("core/core_worker.js"), { type: "module" });
}

/** What to tell it: in full, since a worker has an address of its own. */
export function coreForWorker() {
  return addressOf("audit.wasm").href;
}

/** Puts a page's own style sheet into the document. @param {string} name */
export function addStyle(name) {
  const link = document.createElement("link");

  link.rel = "stylesheet";
  link.href = addressOf(name).pathname;
  document.head.append(link);
}
