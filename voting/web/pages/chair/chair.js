/**
 * The presiding officer: the run sheet with the sentence to speak for each
 * step, and one question at a time. Whether a step may be taken now is asked of
 * the same state machine that the server runs, so that a reason stands there
 * before anybody presses.
 */

import { addStyle } from "../../assets.js";
import { colleagueCard, Officer } from "../../post/colleague.js";
import { el } from "../../screen/dom.js";
import { Frame } from "../../screen/frame.js";
import { Living } from "../../screen/living.js";
import { submissionOf } from "../../log/submission.js";
import { say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { Phones } from "./phones.js";
import { notPresiding } from "./people.js";
import { questionKey, questionScreen } from "./question.js";
import { runSheet, sessionKey, sessionScreen, strip } from "./run.js";

/** @param {HTMLElement} root */
export async function start(root) {
  addStyle("pages/chair/chair.css");
  const chair = new Chair(new Frame(root, { title: CHAIR.title, wide: true }));

  await chair.open();
}

export class Chair extends Officer {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["chair"]);
    this.paper = null; /* the id of the question on screen; null: session */
    this.typed = new Map(); /* by field, what is not signed yet */
    this.unfolded = new Set(); /* what somebody has unfolded */
    this.living = new Living();
    this.phones = new Phones(this);
    this.titles = new Map();
    /** @type {Map<string, Map<string, Object|null>>} by paper, its texts */
    this.texts = new Map();
    this.mayOpen = new Map(); /* by paper, what stands in its way */
    this.published = null; /* the title of what was published last */
    setInterval(() => this.living.update(), 1000);
  }

  onSize() {
    void this.refresh();
  }

  get presides() {
    return this.keys.has(this.conference.presiding);
  }

  async screen() {
    this.conference = this.log.conference();
    await Promise.all([this.readTitles(), this.readNames()]);
    if (!this.presides) {
      this.show(`not-presiding ${this.conference.presiding}`,
        () => notPresiding(this));
      return;
    }
    this.lookAhead();
    const paper = this.paperOf(this.paper);

    if (paper)
      await this.readTexts(paper);
    this.show(paper ? questionKey(this, paper) : sessionKey(this),
      () => this.whole(paper));
    void this.phones.look();
  }

  /* A screen that stands is only brought up to date. */
  show(key, draw) {
    if (this.frame.key === key)
      this.living.update();
    else
      this.frame.show(key, () => {
        this.living = new Living();
        return draw();
      });
  }

  /* Beside each other where there is room, else one at a time. */
  whole(paper) {
    return [
      strip(this), colleagueCard(this),
      el(paper ? "div.chair.at-question" : "div.chair",
        runSheet(this),
        el("div.step", paper ? questionScreen(this, paper)
          : sessionScreen(this))),
    ];
  }

  /* ---- What is read -------------------------------------------------------- */

  async readTitles() {
    const { conference } = this;
    const read = async (key, blob) =>
      this.titles.set(key, await this.hall.texts.read(blob).catch(() => null));

    await Promise.all([
      ...conference.papers.map((p) => read(p.id, p.title)),
      ...conference.sessions.map((s) => read(s.id, s.title))]);
  }

  /* Names are a convenience here: posts have numbers as well. */
  async readNames() {
    const posts = this.conference.attendance.due +
      this.conference.officers.length;

    if (this.namedPosts === posts)
      return;
    this.namedPosts = posts;
    await this.names.load().catch(() => {
      this.namedPosts = null;
    });
  }

  /* Texts that cannot be read are null: the page says so, and how to mend it. */
  async readTexts(paper) {
    const { rows } = this.log.paper(paper.entry);
    const texts = new Map();

    await Promise.all(rows.map(async (row) => texts.set(row.id,
      await this.hall.texts.read(row.text).catch(() => null))));
    this.texts.set(paper.id, texts);
  }

  titleOf(id) {
    const text = this.titles.get(id);

    return text ? say(text.title) : id;
  }

  /** What a row is called: its text's first line, else its id. */
  rowName(paper, row) {
    const text = this.texts.get(paper.id)?.get(row.id);

    return text ? say(text.title) : row.id;
  }

  paperOf(id) {
    return this.conference.papers.find((p) => p.id === id) ?? null;
  }

  get session() {
    return this.conference.sessions.find((s) => s.stage === "running") ?? null;
  }

  /** The questions of the session that is on, or of the next one. */
  get agenda() {
    const { sessions, papers } = this.conference;
    const session = this.session ??
      sessions.find((s) => s.stage === "planned");

    return papers.filter((p) => p.session === session?.id);
  }

  /** The question to turn to after this one, or null. */
  nextAfter(id) {
    const list = this.agenda;
    const at = list.findIndex((p) => p.id === id);
    const left = [...list.slice(at + 1), ...list.slice(0, Math.max(at, 0))];

    const begun = (p) => ["open", "closed", "declared"].includes(p.stage) ||
      (p.stage === "counted" && !p.practice);

    return left.find(begun) ?? left.find((p) => p.stage === "ready") ?? null;
  }

  /* ---- What may be done ---------------------------------------------------- */

  /**
   * What the state machine would say to opening a question now.
   *
   * @param {Object} paper
   * @param {import("../../core/core_log.js").Blob} [shortNotice]
   * @returns {import("../../core/core.js").CoreError|null}
   */
  objection(paper, shortNotice) {
    const at = this.hall.time();

    try {
      const draft = this.log.draft.open({ paper: paper.id, at, shortNotice });

      this.log.tryNote(this.sign(draft, [this.conference.presiding]).note, at);
      return null;
    } catch (error) {
      return error;
    }
  }

  /* Once whatever could change the answer has changed. */
  lookAhead() {
    const { attendance, sessions, papers } = this.conference;
    const now = JSON.stringify([attendance, sessions,
      papers.map((p) => [p.id, p.version, p.stage])]);

    if (this.looked === now)
      return;
    this.looked = now;
    this.mayOpen = new Map(this.session === null ? []
      : this.agenda.filter((p) => p.stage === "ready")
        .map((p) => [p.id, this.objection(p)]));
  }

  /** Signs as the presiding chair, sends, and waits for the log's word. */
  async decide(name, draft, texts = []) {
    const { note } = this.sign(draft, [this.conference.presiding]);

    await this.act(name, submissionOf(note, texts));
  }

  /** An act that names only a paper and the time, and whatever more. */
  async decideOn(type, paper, more = {}) {
    await this.decide(`${type}/${paper.id}/${this.log.size}`,
      this.log.draft[type]({ paper: paper.id, at: this.hall.time(), ...more }));
  }

  /** Goes to a question, or with null back to the session. */
  async turnTo(paper) {
    this.paper = paper;
    await this.showNow();
  }

  /**
   * A field that keeps what was typed when the screen is drawn anew.
   *
   * @param {string} id
   * @param {[string, string]} words
   * @param {Object} [attributes]  `long`: several lines
   */
  field(id, words, { long = false, ...attributes } = {}) {
    const name = `${this.paper} ${id}`;
    const input = el(long ? "textarea" : "input", { id, rows: long ? 3 : null,
      value: this.typed.get(name), ...attributes,
      oninput: () => {
        this.typed.set(name, input.value);
        this.living.update();
      } });

    if (long)
      input.value = this.typed.get(name) ?? "";
    return el("div.field", el("label", { for: id }, say(words)), input);
  }

  /**
   * What is unfolded when it is wanted, and then stays so.
   *
   * @param {string} id
   * @param {string} classes
   * @param {[string, string]} words
   */
  fold(id, classes, words, ...children) {
    const name = `${this.paper} ${id}`;
    const node = el(`details${classes}`, { open: this.unfolded.has(name),
      ontoggle: () => {
        if (node.open)
          this.unfolded.add(name);
        else
          this.unfolded.delete(name);
      } }, el("summary", say(words)), children);

    return node;
  }

  /** What stands in such a field, without the room round it. */
  typedIn(id) {
    return (this.typed.get(`${this.paper} ${id}`) ?? "").trim();
  }

  /** What stands in a field as a text for the log; null: nothing. */
  textIn(id) {
    const typed = this.typedIn(id);

    return typed === "" ? null : this.hall.core.writeText({ zh: typed });
  }
}
