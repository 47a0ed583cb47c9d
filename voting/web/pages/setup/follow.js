/**
 * A question that follows a round, as a draft made from the record: the same
 * one again after a round that came to nothing, or what an election has left.
 */

import { Mistake } from "./mistake.js";
import { newRow, noticeOf, ruleOf } from "./question.js";
import { AGAIN } from "../../words/chair_again.js";
import { QUESTION } from "../../words/setup_question.js";

const ID_MAX = 32; /* bytes of a paper's id */

/** P2, P2.2, P2.3: the first number that no question has. */
export function idAfter(id, taken) {
  const base = id.replace(/\.\d+$/, "").slice(0, ID_MAX - 4);
  let n = 2;

  while (taken.has(`${base}.${n}`))
    n++;
  return `${base}.${n}`;
}

/** With the number of the round behind its title, as it stands in its id. */
export function titledAgain(question, id) {
  const n = id.split(".").at(-1);
  const put = (title, i) => title.trim() === "" ? title
    : title.trimEnd().replace(/（第\d+轮）$/, "")
      .replace(/ \(round \d+\)$/, "") + AGAIN.suffix[i].replace("{n}", n);

  return { ...question, zh: put(question.zh, 0), en: put(question.en, 1) };
}

/**
 * @param {import("../../core/core.js").Core} core
 * @param {{paper: Object, round: Object, view: Object, why: string,
 *   texts: Map<string, Object|null>}} what
 *   view: the paper's; texts: "title" and the rows', as far as they can be read
 * @throws {Mistake}  something of it cannot be written here
 */
export function fromRecord(core, { paper, round, view, why, texts }) {
  const left = { tie: round.election?.tied,
    shortfall: round.election?.below_threshold }[why];
  const rows = view.rows.filter((row) => !left || left.includes(row.id));
  const words = (id) => texts.get(id) ?? { title: { zh: id, en: id },
    lines: { zh: [], en: [] } };
  const same = { kind: paper.kind, ballot: paper.ballot,
    counts: paper.last_counts ? "last" : "first", settles: paper.settles,
    power: paper.advise ? "advise" : "adopt", filter: view.filter ?? "",
    ...flat(words("title")), rows: rows.map((row) => ({ ...newRow(row.id),
      ...flat(words(row.id)), recused: recusedFrom(view, row),
      members: row.text.class === "members" })) };

  if (why !== "void")
    return { ...same, seats: String(round.election?.open_seats || 1) };
  return whole(withRules(core, { ...same, own: "",
    seats: String(/^election seats (\d+) /.exec(view.rules[0])?.[1] ?? 1),
    notice: String(noticeOf(view.rules[0])) }, view));
}

function flat({ title, lines }) {
  return { zh: title.zh, en: title.en, textZh: lines.zh.join("\n"),
    textEn: lines.en.join("\n") };
}

function recusedFrom(view, row) {
  const number = view.rows.indexOf(row) + 1;

  return view.recusals.filter((r) => r.row === number)
    .map((r) => r.seat.split("/")[1]).join("，");
}

/* ---- The very same rule --------------------------------------------------- */

/* Its rules by the names they have here. One that has none is written out, if
 * all rows have it. */
function withRules(core, question, view) {
  const named = view.rules.map((rule) => nameOf(core, question, rule));

  if (view.rules.length === 1 && !named[0])
    return { ...question, preset: "own", own: view.rules[0] };
  if (named.includes(undefined))
    throw new Mistake(QUESTION.followElsewhere);
  return { ...question, preset: named[0], rows: question.rows.map((row, i) => ({
    ...row, preset: view.rows[i].rule_number === 1 ? ""
      : named[view.rows[i].rule_number - 1] })) };
}

function nameOf(core, question, rule) {
  return core.presets(Number(question.seats)).find(({ id }) =>
    ruleOf(core, question, id) === rule)?.id;
}

/* A motion of one part, which has the question's title, is not in parts. */
function whole(question) {
  const [row] = question.rows;
  const { zh, en, textZh, textEn } = question;

  if (question.kind !== "motion" || question.rows.length !== 1 ||
      row.zh !== zh || row.en !== en || textZh + textEn !== "" ||
      row.members || row.recused !== "")
    return question;
  return { ...question, rows: [], textZh: row.textZh, textEn: row.textEn };
}
