/**
 * One question being written: title and text, rows, rule, ballot, and what
 * voters will see. Every key is kept; nothing is signed before "lay it".
 */

import { el, mark } from "../../screen/dom.js";
import { check, field, radios, select } from "../../screen/fields.js";
import { actionButton, notice } from "../../screen/frame.js";
import { pastesPlain } from "./pasted.js";
import { checkQuestion, newRow, noticeOf, rowsOfList, ruleIsGiven, rulesOf }
  from "./question.js";
import { dayOf, say } from "../../screen/words.js";
import { SETUP } from "../../words/setup.js";
import { QUESTION } from "../../words/setup_question.js";
import { previewOf } from "./preview.js";
import { dropDraft, keepDraft, lay, openSessions, titleOf, versionOf }
  from "./questions.js";
import { presetList, ruleCard } from "./rule.js";
import { titlesOf } from "./sessions.js";

const DAY_S = 86400;

/**
 * @param {import("./setup.js").Setup} setup
 * @param {import("./question.js").Question} question
 */
export async function editorScreen(setup, conference, question) {
  if (question.laid && versionOf(conference, question) > 0) {
    setup.show(`laid ${question.uid} ${question.laid.version}`,
      () => laidScreen(setup, conference, question));
    return;
  }
  const titles = await titlesOf(setup, conference.sessions);
  const before = await titlesOf(setup, conference.papers.filter((p) =>
    p.id === question.follows?.paper));

  setup.show(`edit ${question.uid}`, () => new Editor(setup, conference,
    question, { titles, followedTitle: before.get(question.follows?.paper) })
    .draw());
}

function backButton(setup) {
  return el("button.button.quiet.start", { type: "button",
    onclick: () => void setup.look(null) }, say(QUESTION.back));
}

/* ---- What is laid --------------------------------------------------------- */

function laidScreen(setup, conference, question) {
  return [
    backButton(setup),
    el("h1", titleOf(question)),
    notice("good", "lock", el("p", say(QUESTION.frozen)),
      el("p", openFrom(setup, question, question.laid.at))),
    el("section.card", el("h2", say(QUESTION.preview)),
      previewOf(setup, conference, question)),
    conference.papers.find((p) => p.id === question.id)?.stage === "ready" &&
      actionButton("", QUESTION.correct, async () => {
        question.laid = null;
        keepDraft(question);
        await setup.again();
      }),
  ];
}

/** From when it can be opened, in words. */
function openFrom(setup, question, at) {
  const days = ruleIsGiven(question) ? 0 : Math.max(0, ...rulesOf(
    setup.hall.core, question).rules.map(noticeOf));

  return days === 0 || question.practice ? say(QUESTION.openAtOnce)
    : say(question.laid ? QUESTION.opensFrom : QUESTION.openFrom,
      { date: dayOf(at + days * DAY_S) });
}

/* Which round it takes the place of, or comes after. */
function followed({ question: { follows }, conference, followedTitle }) {
  const before = follows && conference.papers.find((p) =>
    p.id === follows.paper);

  return before && notice("", "next", el("p", say(
    QUESTION.followOf[before.stage] ?? QUESTION.followOf[follows.why],
    { title: followedTitle, id: before.id })),
  follows.why === "void" && el("p.small", say(QUESTION.followSame)));
}

/* ---- The editor ----------------------------------------------------------- */

export class Editor {
  constructor(setup, conference, question, { titles, followedTitle }) {
    Object.assign(this, { setup, conference, question, titles,
      followedTitle });
  }

  /** A field that belongs to the question, or to one of its rows. */
  into(name, owner = this.question) {
    return { value: owner[name], onInput: (value) => {
      owner[name] = value;
      this.keep();
    } };
  }

  /* What stands elsewhere on the screen follows without a redraw of what is
   * being typed. */
  keep() {
    keepDraft(this.question);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.follow(), 400);
  }

  follow() {
    this.preview?.replaceChildren(previewOf(this.setup, this.conference,
      this.question));
    if (this.when)
      this.when.textContent = openFrom(this.setup, this.question,
        this.setup.hall.time());
  }

  /** The whole screen anew, where a choice changes what is asked. */
  async anew() {
    keepDraft(this.question);
    await this.setup.stay(() => this.setup.frame.redraw());
  }

  draw() {
    const { question, setup } = this;

    this.preview = el("div.preview-box", previewOf(setup, this.conference,
      question));
    this.when = el("p.small", openFrom(setup, question, setup.hall.time()));
    return [
      backButton(setup),
      el("h1", say(QUESTION[question.kind])),
      followed(this),
      this.textCard(),
      (question.rows.length > 0 || question.kind !== "motion") &&
        this.rowsCard(),
      ruleCard(this),
      this.howCard(),
      el("section.card", el("h2", say(QUESTION.preview)), this.preview),
      el("section.card", this.when, el("p", say(QUESTION.laySure)),
        actionButton(".primary.large", QUESTION.layIt, async () => {
          checkQuestion(setup.hall.core, question);
          await lay(setup, question);
          await setup.again();
        })),
      this.dropButton(),
    ];
  }

  textArea(words, name, owner, rows = 6) {
    const whole = field(words, { ...this.into(name, owner), area: true, rows });

    pastesPlain(/** @type {any} */ (whole.field));
    return whole;
  }

  textCard() {
    const { question } = this;
    const english = [field(QUESTION.titleEn, { ...this.into("en"),
      lang: "en" }), this.textArea(QUESTION.textEn, "textEn", question, 4)];

    return el("section.card", el("h2", say(QUESTION.text)),
      field(QUESTION.titleZh, this.into("zh")),
      this.textArea(QUESTION.textZh, "textZh", question),
      el("details", { open: question.en !== "" }, el("summary", say(SETUP.en)),
        english),
      question.kind === "motion" && check(QUESTION.parts, {
        value: question.rows.length > 0, onInput: (yes) => {
          question.rows = yes ? [1, 2].map((n) => newRow(
            `${question.id}.${n}`)) : [];
          void this.anew();
        } }));
  }

  /* ---- Rows --------------------------------------------------------------- */

  rowsCard() {
    const { question } = this;
    const { kind, rows } = question;
    const heading = { motion: QUESTION.rows, election: QUESTION.candidates,
      appraisal: QUESTION.persons }[kind];

    return el("section.card", el("h2", say(heading)),
      kind === "election" && el("p.small.soft", say(QUESTION.order)),
      kind !== "motion" && !ruleIsGiven(question) && this.listForm(),
      el("ol.plain.rows", rows.map((row, i) => this.rowItem(row, i))),
      !ruleIsGiven(question) && el("button.button", { type: "button",
        onclick: () => void this.addRow() }, say(QUESTION.addRow[kind])));
  }

  async addRow() {
    this.question.rows.push(newRow(this.freeRowId()));
    await this.anew();
    /** @type {HTMLElement} */ (this.setup.frame.screen.querySelector(
      ".row-box:last-child input")).focus();
  }

  listForm() {
    const box = field(QUESTION.namesHow, { value: "", area: true, rows: 4,
      onInput: () => {} });

    pastesPlain(/** @type {any} */ (box.field));
    return el("details", el("summary", say(QUESTION.names)), box,
      actionButton("", QUESTION.namesTake, async () => {
        const rows = rowsOfList(box.field.value, this.question.id);

        if (rows.length > 0) {
          this.question.rows = rows;
          await this.anew();
        }
      }));
  }

  freeRowId() {
    const taken = new Set(this.question.rows.map((row) => row.id));
    let n = 1;

    while (taken.has(`${this.question.id}.${n}`))
      n++;
    return `${this.question.id}.${n}`;
  }

  rowItem(row, i) {
    const { kind, rows } = this.question;
    const words = QUESTION.rowZh[kind].map((w) => w.replace("{n}", i + 1));
    const act = (pair, change) => el("button.button.quiet", { type: "button",
      "aria-label": `${say(pair)}: ${say(/** @type {any} */ (words))}`,
      onclick: () => {
        change();
        void this.anew();
      } }, say(pair));

    return el("li.row-box",
      field(/** @type {any} */ (words), this.into("zh", row)),
      this.textArea(QUESTION.rowTextZh[kind], "textZh", row,
        kind === "motion" ? 4 : 1),
      kind === "motion" && this.rowRule(row),
      el("details", { open: row.recused !== "" },
        el("summary", say(QUESTION.rowMore)), this.rowMore(row)),
      !ruleIsGiven(this.question) && el("div.row-acts",
        i > 0 && act(QUESTION.up, () => rows.splice(i - 1, 2, row,
          rows[i - 1])),
        rows.length > 1 && act(QUESTION.remove, () => rows.splice(i, 1))));
  }

  rowRule(row) {
    const options = presetList(this.setup.hall.core, this.question)
      .filter(({ off }) => !off).map(({ value, title }) => [value, title]);

    return select(QUESTION.rowRule, { value: row.preset, options: [["",
      say(QUESTION.rowRuleSame)], .../** @type {any} */ (options)],
    onInput: (value) => {
      row.preset = value;
      this.keep();
    } });
  }

  rowMore(row) {
    return [
      field(QUESTION.titleEn, { ...this.into("en", row), lang: "en" }),
      this.textArea(QUESTION.textEn, "textEn", row, 2),
      field(QUESTION.recused, { ...this.into("recused", row),
        hint: QUESTION.recusedHint, inputmode: "numeric" }),
      field(QUESTION.rowId, this.into("id", row)),
      check(QUESTION.members, this.into("members", row)),
    ];
  }

  /* ---- How ---------------------------------------------------------------- */

  howCard() {
    const { question } = this;
    const usual = question.kind === "motion" && question.rows.length === 0;
    const option = (value, how) => ({ value, title: say(QUESTION[value]),
      about: how && say(QUESTION[how]) });
    const choose = (name) => ({ value: question[name], onInput: (value) => {
      question[name] = value;
      void this.anew();
    } });

    return el("section.card", el("h2", say(QUESTION.how)),
      radios(QUESTION.ballot, { name: "ballot", ...choose("ballot"),
        options: [option("secret", "secretHow"), option("named", "namedHow"),
          ...(usual || question.ballot === "hands"
            ? [option("hands", "handsHow")] : [])] }),
      question.ballot !== "hands" && radios(QUESTION.counts, { name: "counts",
        ...choose("counts"), options: [option("last"), option("first")] }),
      this.sessionField(),
      el("details", { open: question.settles !== "nothing" },
        el("summary", say(QUESTION.more)), this.moreFields()));
  }

  sessionField() {
    const { question } = this;
    const sessions = openSessions(this.conference).map((s) => [s.id,
      this.titles.get(s.id)]);

    return select(QUESTION.session, { value: question.session,
      options: /** @type {any} */ (sessions), onInput: (value) => {
        question.session = value;
        this.keep();
      } });
  }

  moreFields() {
    const { question } = this;
    const words = (...values) => /** @type {any} */ (values.map((value) =>
      [value, say(QUESTION[value])]));
    const rule = rulesOf(this.setup.hall.core, question).rules[0];

    return [
      question.kind === "motion" && question.ballot !== "secret" &&
        select(QUESTION.settles, { ...this.into("settles"), options: words(
          "nothing", "agenda", "scrutineers", "measures") }),
      !ruleIsGiven(question) && field([QUESTION.notice[0], QUESTION.notice[1]],
        { ...this.into("notice"), inputmode: "numeric",
          hint: QUESTION.noticeHow.map((w) => w.replace("{n}",
            noticeOf(rule))) }),
      select(QUESTION.power, { ...this.into("power"),
        options: words("adopt", "advise") }),
      field(QUESTION.filter, this.into("filter")),
      field(QUESTION.id, this.into("id")),
    ];
  }

  dropButton() {
    const box = el("div");
    const first = el("button.button.quiet.danger", { type: "button",
      onclick: () => {
        box.replaceChildren(actionButton(".danger", QUESTION.dropSure,
          async () => {
            dropDraft(this.question);
            await this.setup.look(null);
          }));
        box.querySelector("button").focus();
      } }, mark("cross"), say(QUESTION.drop));

    box.append(first);
    return box;
  }
}
