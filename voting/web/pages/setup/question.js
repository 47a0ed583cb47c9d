/**
 * A question as it is being written, and the paper that it becomes: its texts,
 * rule, rows and recusals. It is plain data, so that it can be kept on the
 * device until it is laid.
 *
 * @typedef {{id: string, zh: string, en: string, textZh: string,
 *   textEn: string, recused: string, members: boolean,
 *   preset: string}} Row  preset: of a rule of its own, or ""
 *
 * @typedef {Object} Question
 * @property {string} uid    of the draft on this device
 * @property {"motion"|"election"|"appraisal"} kind
 * @property {string} id     of the paper
 * @property {string} session
 * @property {"secret"|"named"|"hands"} ballot
 * @property {"first"|"last"} counts  which of a voter's ballots
 * @property {"nothing"|"agenda"|"scrutineers"|"measures"} settles
 * @property {"adopt"|"advise"} power
 * @property {boolean} practice
 * @property {string} filter  the tag of those who vote, or ""
 * @property {string} zh      its title, and
 * @property {string} en
 * @property {string} textZh  what stands beneath, in lines
 * @property {string} textEn
 * @property {Row[]} rows     parts, candidates, persons; none: one motion
 * @property {string} preset  of the rule, or "own"
 * @property {string} own     a rule in the protocol's spelling
 * @property {string} seats   to be filled by an election
 * @property {string} notice  days, or "" as the rule says
 * @property {{paper: string, why: string}|null} follows
 * @property {{version: number, at: number}|null} laid  once it is signed
 */

import { checkHidden, Mistake } from "./mistake.js";
import { QUESTION } from "../../words/setup_question.js";

const GRADES = ["excellent", "competent", "basically_competent",
  "not_competent", "abstain"];
const CHOICES = ["for", "against", "abstain"];
const FIRST_RULE = { motion: "school.default", election: "union.election",
  appraisal: "appraisal.school" };
const LETTER = { motion: "P", election: "E", appraisal: "A" };
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const TEXT_MAX_BYTES = 200000;

/** An id of this letter that no paper and no draft has. */
export function freeId(letter, taken) {
  let n = 1;

  while (taken.has(`${letter}${n}`))
    n++;
  return `${letter}${n}`;
}

/** @returns {Row} */
export function newRow(id) {
  return { id, zh: "", en: "", textZh: "", textEn: "", recused: "",
    members: false, preset: "" };
}

/**
 * Rows of a list: a line for each person, behind the name an English name and
 * a post, parted by tabs or commas.
 *
 * @param {string} list
 * @param {string} id  of the paper
 * @returns {Row[]}
 */
export function rowsOfList(list, id) {
  return list.split("\n").map((line) => line.split(/[\t,，]/)
    .map((cell) => cell.trim())).filter(([zh]) => zh !== "")
    .map(([zh, en = "", textZh = "", textEn = ""], i) => ({
      ...newRow(`${id}.${i + 1}`), zh, en, textZh, textEn }));
}

/**
 * @param {Question["kind"]} kind
 * @param {{uid: string, session: string, taken: Set<string>}} what
 *   taken: the ids that there are
 * @returns {Question}
 */
export function newQuestion(kind, { uid, session, taken }) {
  const id = freeId(LETTER[kind], taken);
  const rows = kind === "motion" ? [] : [1, 2].map((n) => newRow(`${id}.${n}`));

  return { uid, kind, id, session, ballot: "secret", counts: "last",
    settles: "nothing", power: "adopt", practice: false, filter: "", zh: "",
    en: "", textZh: "", textEn: "", rows, preset: FIRST_RULE[kind], own: "",
    seats: "1", notice: "", follows: null, laid: null };
}

/** The options that voters have. @param {Question} question */
export function optionsOf(question) {
  return question.kind === "appraisal" ? GRADES : CHOICES;
}

/** How many rows it will have. @param {Question} question */
export function rowCountOf(question) {
  return Math.max(1, question.rows.length);
}

/**
 * A rule as the log will have it; "" if there is none of that name.
 *
 * @param {import("../../core/core.js").Core} core
 * @param {Question} question
 * @param {string} [preset]  of a row that has its own
 */
export function ruleOf(core, question, preset = question.preset) {
  const seats = Number(question.seats);
  const known = core.presets(question.kind === "election" &&
    Number.isInteger(seats) && seats > 0 && seats <= 200 ? seats : 1);
  const rule = preset === "own" ? question.own.trim()
    : known.find((p) => p.id === preset)?.rule ?? "";
  const days = question.notice.trim();

  /* Names that are written in are for paper ballots. */
  return rule.replace(/ write-in \w+/, " write-in none")
    .replace(/ notice \d+/, days === "" ? "$&" : ` notice ${days}`);
}

/**
 * Every rule of the paper once, and for each row the number of its own.
 *
 * @param {import("../../core/core.js").Core} core
 * @param {Question} question
 * @returns {{rules: string[], numbers: number[]}}
 */
export function rulesOf(core, question) {
  const usual = ruleOf(core, question);
  const own = question.kind === "election" ? [] : question.rows.map((row) =>
    row.preset ? ruleOf(core, question, row.preset) : usual);
  const each = own.length > 0 ? own
    : Array.from({ length: rowCountOf(question) }, () => usual);
  const rules = [...new Set(each)];

  return { rules, numbers: each.map((rule) => 1 + rules.indexOf(rule)) };
}

/** Days of notice that a rule asks for. @param {string} rule */
export function noticeOf(rule) {
  return Number(/ notice (\d+)/.exec(rule)?.[1] ?? 0);
}

/** Lines of a text, without empty ones at its end. */
function linesOf(text) {
  return text.replace(/\s+$/, "").split("\n").map((line) => line.trimEnd());
}

/* Title and what follows it; nothing in a language without a title. */
function textOf(title, lines) {
  checkHidden(title + lines);
  const whole = [title.trim(), ...linesOf(lines)].join("\n").trimEnd();

  if (new TextEncoder().encode(whole).length > TEXT_MAX_BYTES)
    throw new Mistake(QUESTION.tooLong);
  return title.trim() === "" ? "" : whole;
}

/**
 * The texts that voters will read, in both languages: the title, and one for
 * each row.
 *
 * @param {Question} question
 */
export function textsOf(question) {
  const { zh, en, textZh, textEn, rows } = question;
  const whole = { zh: textOf(zh, textZh), en: textOf(en, textEn) };

  return rows.length === 0
    ? { title: { zh: textOf(zh, ""), en: textOf(en, "") }, rows: [whole] }
    : { title: whole, rows: rows.map((row) => ({
      zh: textOf(row.zh, row.textZh), en: textOf(row.en, row.textEn) })) };
}

/* "017, 36" as posts. */
function seatsOf(recused, row) {
  return recused.split(/[\s,，、;；]+/).filter(Boolean).map((word) => {
    const number = Number(word.replace(/^(seat\/|席位)/, ""));

    if (!Number.isInteger(number) || number < 1)
      throw new Mistake(QUESTION.recusedBad, { word });
    return { row, number };
  });
}

/** In the protocol's order: by row, then by seat; each once. */
function recusalsOf(question) {
  const all = question.rows.flatMap((row, i) => seatsOf(row.recused, i + 1));

  all.sort((a, b) => a.row - b.row || a.number - b.number);
  return all.filter((r, i) => i === 0 || r.row !== all[i - 1].row ||
    r.number !== all[i - 1].number).map(({ row, number }) => ({ row,
    seat: `seat/${String(number).padStart(3, "0")}` }));
}

/** @throws {Mistake} the first thing that is missing or wrong */
export function checkQuestion(core, question) {
  const { title, rows } = textsOf(question);
  const ids = question.rows.map((row) => row.id);

  if (title.zh === "" && title.en === "")
    throw new Mistake(QUESTION.noTitle);
  rows.forEach((row, i) => {
    if (row.zh === "" && row.en === "")
      throw new Mistake(QUESTION.noRow, { n: i + 1 });
  });
  for (const id of [question.id, ...ids])
    if (!ID.test(id))
      throw new Mistake(QUESTION.badId, { id });
  if (new Set(ids).size < ids.length)
    throw new Mistake(QUESTION.twice);
  if (question.session === "")
    throw new Mistake(QUESTION.noSession);
  if (!/^\d{0,3}$/.test(question.notice.trim()))
    throw new Mistake(QUESTION.badNotice);
  checkRule(core, question);
}

/** Whether its rule is given by the round that it follows. */
export function ruleIsGiven({ follows }) {
  return follows !== null && follows.why !== "void";
}

function checkRule(core, question) {
  if (ruleIsGiven(question))
    return;
  for (const rule of rulesOf(core, question).rules) {
    const fault = ruleFault(core, question, rule);

    if (fault)
      throw new Mistake(fault);
  }
}

/**
 * Why this question cannot have the rule, in both languages; or null.
 *
 * @param {import("../../core/core.js").Core} core
 * @param {Question} question
 * @param {string} rule
 * @returns {[string, string]|null}
 */
export function ruleFault(core, question, rule) {
  try {
    core.ruleWords(rule, 1);
    const fault = core.ruleFault(rule, optionsOf(question),
      rowCountOf(question));

    return fault && [fault.zh, fault.en];
  } catch {
    return QUESTION.badRule;
  }
}

/**
 * The paper: what Drafts.paper() takes, and the texts it names.
 *
 * @param {import("../../core/core.js").Core} core
 * @param {Question} question
 * @param {number} at
 */
export function paperOf(core, question, at) {
  checkQuestion(core, question);
  const { follows } = question;
  const words = textsOf(question);
  const { rules, numbers } = rulesOf(core, question);
  const title = core.writeText(words.title);
  const rows = words.rows.map((text, i) => ({
    id: question.rows[i]?.id ?? question.id, 
    rule: ruleIsGiven(question) ? 1 : numbers[i],
    text: core.writeText(text, { members: !!question.rows[i]?.members }) }));

  return { texts: [title, ...rows.map((row) => row.text)], paper: {
    id: question.id, session: question.session, title, at,
    kind: question.kind, ballot: question.ballot,
    counts: question.ballot === "hands" ? "first" : question.counts,
    cap: question.kind === "election" ? Number(question.seats) : 0,
    filter: question.filter.trim() || "none", power: question.power,
    practice: question.practice, settles: question.settles,
    follows: follows?.why ?? "nothing", followed: follows?.paper,
    options: optionsOf(question), rules, rows,
    recusals: recusalsOf(question) } };
}
