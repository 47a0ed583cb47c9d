/**
 * A text as people read it: a paragraph a line, and lines whose cells are
 * parted by tabs, one below the other, as a table.
 */

import { el } from "./dom.js";
import { language, say } from "./words.js";

/* Runs of lines that are rows of one table, or not. */
function runsOf(lines) {
  const runs = [];

  for (const line of lines) {
    const table = line.includes("\t");

    if (runs.length === 0 || runs.at(-1).table !== table)
      runs.push({ table, lines: [] });
    runs.at(-1).lines.push(line);
  }
  return runs;
}

function tableOf(lines) {
  const rows = lines.map((line) => line.split("\t"));
  const width = Math.max(...rows.map((row) => row.length));

  return el("div.scroll", { tabindex: "0" }, el("table", el("tbody",
    rows.map((row) => el("tr", Array.from({ length: width },
      (_, i) => el("td", row[i] ?? "")))))));
}

/** Its paragraphs and tables. @param {string[]} lines */
export function blocksOf(lines) {
  return runsOf(lines).map((run) => run.table ? tableOf(run.lines)
    : run.lines.map((line) => el("p", line)));
}

/** @param {string[]} lines */
export function prose(lines) {
  return el("div.text", blocksOf(lines));
}

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

/**
 * A text on its own: its title is its first line.
 *
 * @param {import("../log/texts.js").Text|null} text
 * @param {[string, string]} otherwise  what is said where it is not there
 */
export function wholeOf(text, otherwise) {
  return text ? el("div.text", el("p", say(text.title)), bodyOf(text))
    : el("p.soft", say(otherwise));
}
