/** Texts as they were laid before the conference, with their tables. */

import { el } from "../../screen/dom.js";
import { blocksOf } from "../../screen/prose.js";
import { language, say } from "../../screen/words.js";
import { RECORD } from "../../words/record.js";

/** The title of a text that may be for members only, or not be there. */
export function titleOf(text, otherwise) {
  return text ? say(text.title) : otherwise;
}

/** The lines below the title, in the language of now if there are any. */
export function bodyOf(text) {
  const other = language() === "zh" ? "en" : "zh";
  const lines = text.lines[language()].length > 0 ? text.lines[language()]
    : text.lines[other];

  return el("div.text", { lang: lines === text.lines[language()] ? null
    : other === "zh" ? "zh-CN" : "en" }, blocksOf(lines));
}

/** A text on its own: its title is its first line. */
export function wholeOf(text) {
  return text ? el("div.text", el("p", say(text.title)), bodyOf(text))
    : el("p.soft", say(RECORD.membersOnly));
}
