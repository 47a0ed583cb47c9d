/**
 * One round of voting: what was asked, what came out with the number that was
 * needed, and how it came about.
 */

import { el, mark } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { stageChip } from "../../screen/stage.js";
import { dateOf, language, say } from "../../screen/words.js";
import { KIND, RECORD, RECOUNT, VERDICT } from "../../words/record.js";
import { optionBars, optionName, stackedBar } from "./bars.js";
import { candidates } from "./election.js";
import { peopleOf } from "./people.js";
import { printSheet } from "./sheet.js";
import { stepsOf } from "./steps.js";
import { bodyOf, titleOf, wholeOf } from "../../screen/prose.js";

const ROW_FACTS = ["roll", "present", "issued", "returned"];
const STEP_MARK = { kept: "tick", noted: "alert", waits: "wait",
  missing: "cross" };

/** What became of a row: [words, whether it is good, bad or neither]. */
export function verdictOf(row) {
  if (row.outcome === "graded")
    return row.label ? [optionName(row.label), ""] : [say(VERDICT.ungraded), ""];
  return VERDICT[row.outcome]
    ? [say(VERDICT[row.outcome]), row.outcome === "adopted" ? "good"
      : row.outcome === "rejected" ? "warn" : "bad"] : null;
}

/** @param {[string, string]|null} verdict */
export function verdictChip(verdict) {
  const signs = { good: "tick", warn: "cross", bad: "alert" };

  return verdict && el(["span.chip.strong", verdict[1]].filter(Boolean)
    .join("."), signs[verdict[1]] && mark(signs[verdict[1]]), verdict[0]);
}

/** Where a round is on the page. */
export function anchorOf(round) {
  return `round-${round.round}`;
}

/**
 * @param {import("./record.js").Record} page
 * @param {{round: Object, texts: Map, paper: Object}} shown
 */
export function roundCard(page, shown) {
  const { round, texts } = shown;
  const story = page.history.stories.get(round.entry);

  return el("article.card.question", { id: anchorOf(round), tabindex: "-1",
    "data-paper": round.id },
    el("header", el("p.chips", stageChip(round.stage),
      round.practice && el("span.chip.warn", say(RECORD.practice)),
      el("span.small.soft", `${round.id} · ${say(KIND[round.ballot])}`)),
    el("h3", titleOf(texts.get("title"), round.id))),
    links(page, round),
    facts(round),
    outcome(round, texts),
    story ? folds(page, shown, story)
      : el("p.small.soft", say(RECORD.storyLater)));
}

/** A question that has not been opened. */
export function waitingCard(paper, text) {
  return el("article.card.question", el("header",
    el("p.chips", stageChip("ready"),
      paper.practice && el("span.chip.warn", say(RECORD.practice)),
      el("span.small.soft", `${paper.id} · ${say(KIND[paper.ballot])}`)),
    el("h3", titleOf(text, paper.id))));
}

/* ---- Rounds before and after ----------------------------------------------- */

const WHY = { void: RECORD.afterVoid, tie: RECORD.afterTie,
  shortfall: RECORD.afterShortfall, supersede: RECORD.afterSupersede };
const SETTLED = new Set(["declared", "published"]);

function links(page, round) {
  const before = page.rounds.find((r) => r.round.round === round.followed);
  const after = page.rounds.filter((r) => r.round.followed === round.round &&
    r.round.follows !== "nothing");
  const to = (other, words) => el("p.small",
    say(words), " ", el("a", { href: `#${anchorOf(other.round)}` },
      titleOf(other.texts.get("title"), other.round.id),
      ` (${other.round.id})`));

  return [
    after.filter((r) => r.round.follows === "supersede" &&
      SETTLED.has(r.round.stage)).map((r) => notice("warn", "alert",
      el("p", say(RECORD.superseded)), to(r, RECORD.nowInForce))),
    round.follows !== "nothing" && before && to(before, WHY[round.follows]),
    after.filter((r) => r.round.follows !== "supersede" ||
      !SETTLED.has(r.round.stage)).map((r) => to(r, RECORD.votedAgain)),
  ];
}

/* ---- What came out ---------------------------------------------------------- */

function facts(round) {
  const open = ["open", "closed"].includes(round.stage);

  return [el("dl.figures", ROW_FACTS.filter((fact) => round.ballot !== "hands" ||
    !["issued", "returned"].includes(fact)).map((fact) => el("div",
    el("dt", say(RECORD[fact])), el("dd.number", round[fact])))),
  open && el("p.small.soft", say(round.ballot === "hands"
    ? RECORD.handsNow : RECORD.noPartial))];
}

function outcome(round, texts) {
  if (round.stage === "void" || round.stage === "uncountable")
    return notice("bad", "cross", el("p", say(round.stage === "void"
      ? RECORD.isVoid : RECORD.isUncountable)));
  if (!round.rows.some((row) => row.counts))
    return round.rows.length === 1 && ruleOf(round.rows[0]);
  if (round.kind === "election")
    return candidates(round, texts);
  if (round.rows.length === 1)
    return [el("p.verdict", verdictChip(verdictOf(round.rows[0])),
      el("span", say(round.rows[0].sentence))),
    optionBars(round, round.rows[0]), neededOf(round.rows[0])];
  return el("div.rows", round.rows.map((row) => el("section.row",
    el("div.rowhead", el("h4", titleOf(texts.get(row.id), row.id),
      !texts.get(row.id) && el("span.small.soft", " ",
        say(RECORD.nameForMembers))),
    verdictChip(verdictOf(row))),
    stackedBar(round, row), row.needed !== null && el("p.small.soft",
      needed(row)))));
}

const ruleOf = (row) => el("p.small.soft", say(row.rule));

function needed(row) {
  return say(RECORD.needed, { n: row.needed, roll: row.roll });
}

/* The number first, then the rule that it comes from. */
function neededOf(row) {
  return el("p.small.soft", row.needed !== null && el("b", needed(row),
    language() === "en" && " "),
    say(row.rule));
}

/* ---- What can be unfolded ---------------------------------------------------- */

function folds(page, shown, story) {
  const { round, texts } = shown;
  const steps = stepsOf(story, round, page.now());
  const fold = (name, words, draw, chip) => page.fold(
    `${name} ${round.round}`, say(words), draw, chip);

  return el("div.folds",
    fold("steps", RECORD.procedure, () => checklist(page, steps),
      stepsChip(steps)),
    fold("people", RECORD.people, () => peopleOf(story, round)),
    fold("text", RECORD.fullText, () => fullText(round, texts)),
    round.rows.some((row) => row.counts) &&
      fold("sheet", RECORD.sheet, () => el("div.folded",
        el("p", say(RECORD.sheetHow)), actionButton("", RECORD.print,
          () => printSheet(page, shown, story)),
        page.counted && plainSheet(page, round))));
}

/* The same as plain text, written by the core: what `ballotctl show` prints. */
function plainSheet(page, round) {
  const place = el("pre", { tabindex: "0", "aria-label": say(RECORD.sheet) });

  page.counted.countSheet(round.round, "both").then((text) => {
    place.textContent = text;
  }, () => place.remove());
  return place;
}

/* The worst that there is to say of them. */
function stepsChip(steps) {
  const n = (state) => steps.filter((step) => step.state === state).length;

  if (n("missing") > 0)
    return el("span.chip.bad", mark("alert"),
      say(RECORD.missing, { n: n("missing") }));
  if (n("noted") > 0)
    return el("span.chip.warn", mark("alert"),
      say(RECORD.noted, { n: n("noted") }));
  return n("waits") > 0 ? el("span.chip", mark("wait"), say(RECORD.underWay))
    : el("span.chip.good", mark("tick"), say(RECORD.kept));
}

function checklist(page, steps) {
  return el("ol.plain.steps", steps.map((step) => el(`li.${step.state}`,
    mark(STEP_MARK[step.state]),
    el("div", el("span.unseen", say(RECORD.stateOf[step.state]), " "),
      step.words, step.text && reasonOf(page, step.text)),
    el("span.where", step.events.map((event) => page.entryButton(event))))));
}

/* A reason stands in a text beside the log. */
function reasonOf(page, blob) {
  const place = el("div.reason", el("p.soft", "…"));

  page.readText(blob).then(
    (text) => place.replaceChildren(wholeOf(text, RECORD.membersOnly)),
    () => place.replaceChildren(el("p.soft", say(RECORD.textLater))));
  return place;
}

function fullText(round, texts) {
  const title = texts.get("title");
  const many = round.rows.length > 1;

  return el("div.folded",
    el("p.small.soft", say(RECORD.laidAt, { n: round.entry,
      version: round.version, date: dateOf(round.made_at) })),
    title && bodyOf(title),
    round.rows.map((row) => el("section", many &&
      el("h4", titleOf(texts.get(row.id), row.id)),
    texts.get(row.id) ? bodyOf(texts.get(row.id))
      : el("p.soft", say(RECORD.membersOnly)))),
    rulesOf(round, texts));
}

/* Each rule once, with the rows that it is for where there are several. */
function rulesOf(round, texts) {
  const rules = new Map();

  for (const row of round.rows)
    rules.set(say(row.rule), [...rules.get(say(row.rule)) ?? [],
      titleOf(texts.get(row.id), row.id)]);
  return el("section", el("h4", say(RECORD.rule)),
    [...rules].map(([rule, rows]) => el("p", rules.size > 1 &&
      el("b", rows.join(say(RECORD.listComma)), say(RECOUNT.colon)), rule)));
}
