/**
 * What this device keeps: keys, the checkpoint it has seen, receipts, and what
 * it still has to send. In localStorage, since that is there in every browser
 * that people hold in a hall, and is written before the next line runs.
 *
 * A browser may wipe it after a week without a visit, and in a private window
 * at once: the desk then re-issues the card.
 */

export { fromBase64, toBase64 } from "../core/core_module.js";

const PREFIX = "congress/";

/** Storage is full, forbidden or gone. */
export class NoStorage extends Error {}

/* In a page that keeps little, which names are written down all the same. */
let lasting = null;
const fleeting = new Map();

/* A name's place: storage, or memory that is gone with the page. */
function placeOf(name) {
  return !lasting || lasting.test(name) ? localStorage : {
    getItem: (key) => fleeting.get(key) ?? null,
    setItem: (key, text) => fleeting.set(key, text),
    removeItem: (key) => fleeting.delete(key),
  };
}

/**
 * From now on only names of this pattern are written down; all else is in this
 * page's memory alone, and what was written before under such names is as good
 * as not there.
 *
 * @param {RegExp} pattern
 */
export function keepOnly(pattern) {
  lasting = pattern;
}

/** Forgets all that is in this page's memory alone. */
export function forgetFleeting() {
  fleeting.clear();
}

/** The value that was kept under this name, or null. */
export function recall(name) {
  try {
    return JSON.parse(placeOf(name).getItem(PREFIX + name));
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
    const place = placeOf(name);

    place.setItem(PREFIX + name, text);
    if (place.getItem(PREFIX + name) === text)
      return;
  } catch {
    /* as below */
  }
  throw new NoStorage(name);
}

export function forget(name) {
  try {
    placeOf(name).removeItem(PREFIX + name);
  } catch {
    /* Then there was nothing either. */
  }
}

function writtenKeys() {
  try {
    return Array.from({ length: localStorage.length },
      (_, i) => localStorage.key(i));
  } catch {
    return [];
  }
}

/** Names that begin so, of all that is kept. */
export function namesUnder(start) {
  return [...writtenKeys().filter((key) => !lasting ||
    lasting.test(key.slice(PREFIX.length))), ...fleeting.keys()]
    .filter((key) => key.startsWith(PREFIX + start))
    .map((key) => key.slice(PREFIX.length)).sort();
}
