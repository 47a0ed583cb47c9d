/** An entry of the log, word for word. */

import { el } from "../../screen/dom.js";
import { say } from "../../screen/words.js";
import { RECORD } from "../../words/record.js";

/**
 * @param {import("./record.js").Record} page
 * @param {number} index
 */
export function showEntry(page, index) {
  const bytes = page.entries[index];
  const leaf = bytes && page.hall.core.leafHash(bytes);
  const close = el("button.button", { type: "button",
    onclick: () => dialog.close() }, say(RECORD.closeEntry));
  const dialog = el("dialog", { "aria-label": say(RECORD.entryOf,
    { n: index }), onclose: () => dialog.remove() },
  el("div.entry-text", el("h2", say(RECORD.entryOf, { n: index })),
    el("p.small.soft", say(page.counted ? RECORD.entryCounted
      : RECORD.entryServed)),
    bytes ? el("pre", { tabindex: "0" }, new TextDecoder().decode(bytes))
      : el("p", say(RECORD.storyLater)),
    leaf && el("p.small.soft.code", [...leaf].map((byte) =>
      byte.toString(16).padStart(2, "0")).join("")), close));

  document.body.append(dialog);
  dialog.showModal();
}
