/**
 * Sheets of paper for the day when nothing else works: blank ballots, a list to
 * sign in on, and a sheet to count on.
 */

import { el } from "../../screen/dom.js";
import { postName } from "../../post/posts.js";
import { say } from "../../screen/words.js";
import { PAPER } from "../../words/desk.js";
import { OPTION } from "../../words/result.js";
import { sheetsOf } from "./cards.js";

const LIST_ROWS = 26; /* lines on a page of A4 */
const SMALL = 4; /* rows of a ballot of which two go on a page */

const optionWords = (option) => say(OPTION[option] ?? [option, option]);
const titleOf = (row) => row.text ? say(row.text.title) : row.id;

/**
 * @param {{paper: Object, rows: Object[], title: string, conference: string}}
 *   what
 * @param {number} copies
 */
export function ballotSheets(what, copies) {
  const onPage = what.rows.length <= SMALL ? 2 : 1;
  const pages = [];

  for (let at = 0; at < copies; at += onPage)
    pages.push(el(onPage === 2 ? "section.a4.two" : "section.a4",
      Array.from({ length: Math.min(onPage, copies - at) },
        () => ballot(what))));
  return sheetsOf(pages);
}

function ballot({ paper, rows, title, conference }) {
  return el("article.paper-ballot",
    el("p.card-top", conference),
    el("h3", say(PAPER.ballot)),
    el("h4", title),
    el("table", el("thead", el("tr", el("th", { scope: "col" },
      say(PAPER.item)), paper.options.map((option) =>
      el("th.box", { scope: "col" }, optionWords(option))))),
    el("tbody", rows.map((row) => el("tr", el("th", { scope: "row" },
      titleOf(row)), paper.options.map(() => el("td.box", el("span.tick"))))))),
    el("p.small", say(PAPER.mark), paper.cap > 0 &&
      [" ", say(PAPER.cap, { n: paper.cap })]));
}

/** @param {import("./desk.js").Desk} desk */
export function listSheets(desk) {
  const { people, names } = desk;
  const all = Math.max(1, Math.ceil(people.length / LIST_ROWS));

  return sheetsOf(Array.from({ length: all }, (_, page) => el("section.a4",
    el("p.card-top", desk.titleOfConference()),
    el("h3", say(PAPER.signIn)),
    el("table.lined", el("thead", el("tr", [PAPER.number, PAPER.name,
      PAPER.group, PAPER.signature, PAPER.time].map((head) =>
      el("th", { scope: "col" }, say(head))))),
    el("tbody", people.slice(page * LIST_ROWS, (page + 1) * LIST_ROWS)
      .map(({ post }) => el("tr", el("td.number", postName(post)),
        el("td", el("bdi", names.of(post))),
        el("td", el("bdi", names.known.get(post)?.group ?? "")),
        el("td.wide"), el("td.wide"))))),
    el("p.small.foot", say(PAPER.page, { n: page + 1, all })))));
}

/**
 * @param {Parameters<typeof ballotSheets>[0]} what
 * @param {{due: number}} attendance
 */
export function countSheets({ paper, rows, title, conference }, { due }) {
  const fact = (words, value = "") => el("div", el("span", say(words)),
    el("b.blank", value));
  const sign = (words) => el("div.sign", el("span", say(words)), el("i"));

  return sheetsOf([el("section.a4",
    el("p.card-top", conference),
    el("h3", say(PAPER.countSheet)),
    el("h4", title),
    el("div.blanks", fact(PAPER.due, due), fact(PAPER.present),
      fact(PAPER.issued), fact(PAPER.returned)),
    el("p.small", say(PAPER.returnedMore)),
    el("table.lined", el("thead", el("tr", el("th", { scope: "col" },
      say(PAPER.item)), paper.options.map((option) => el("th",
      { scope: "col" }, optionWords(option))), el("th", { scope: "col" },
      say(PAPER.invalid)))),
    el("tbody", rows.map((row) => el("tr", el("th", { scope: "row" },
      titleOf(row), row.rule && el("span.small.rule", say(row.rule))),
    paper.options.map(() => el("td.tally")), el("td.tally"))))),
    el("div.signs", sign(PAPER.teller), sign(PAPER.scrutineers),
      sign(PAPER.scrutineers), sign(PAPER.chair), sign(PAPER.date)))]);
}
