/**
 * What this device keeps: keys, the checkpoint it has seen, receipts, and what
 * it still has to send. In localStorage, since that is there in every browser
 * that people hold in a hall, and is written before the next line runs.
 *
 * A browser may wipe it after a week without a visit, and in a private window
 * at once: the desk then re-issues the card.
 */

export { fromBase64, toBase64 } from "./core_module.js";

const PREFIX = "congress/";

/** Storage is full, forbidden or gone. */
export class NoStorage extends Error {}

/** The value that was kept under this name, or null. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}

/**
 * Keeps a value: when this returns it is there, also after a crash of the page.
 *
 * @throws {NoStorage}
 */
export function keep(name, value) {
  const text = JSON.stringify(value);

  try {
    localStorage.setItem(PREFIX + name, text);
    if (localStorage.getItem(PREFIX + name) === text)
      return;
  } catch {
    /* as below */
  }
  throw new NoStorage(name);
}

export function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    /* Then there was nothing either. */
  }
}

/** Names that begin so, of all that is kept. */
export function namesUnder(start) {
  const names = [];

  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);

      if (key.startsWith(PREFIX + start))
        names.push(key.slice(PREFIX.length));
    }
  } catch {
    return [];
  }
  return names.sort();
}
