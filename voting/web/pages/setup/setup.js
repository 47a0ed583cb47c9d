/**
 * The secretary's page: from the server's one-time code to "ready for
 * tomorrow", one step a screen. Until a conference is founded there is only the
 * first step; from then on this device acts with the first convener's key.
 */

import { addStyle } from "../../assets.js";
import { colleagueCard, Officer } from "../../post/colleague.js";
import { forget, fromBase64, keep, recall, toBase64 }
  from "../../log/device.js";
import { el, mark } from "../../screen/dom.js";
import { field, select } from "../../screen/fields.js";
import { actionButton, Frame, notice } from "../../screen/frame.js";
import { joinScreen } from "../../post/join.js";
import { postName } from "../../post/posts.js";
import { say } from "../../screen/words.js";
import { SETUP, STEP } from "../../words/setup.js";
import { Mistake } from "./mistake.js";
import { Founding, foundedStep } from "./found.js";
import { peopleStep } from "./people.js";
import { questionsStep } from "./questions.js";
import { readyStep, rehearsalStep, rollStep } from "./ready.js";
import { sessionsStep } from "./sessions.js";

const STEPS = {
  found: foundedStep,
  people: peopleStep,
  sessions: sessionsStep,
  roll: rollStep, /* before the questions, which speak of seats */
  questions: questionsStep,
  rehearsal: rehearsalStep,
  ready: readyStep,
};

/* What can have the focus. */
const TOUCHED = "a, button, input, select, summary, textarea";

/** @param {HTMLElement} root */
export async function start(root) {
  addStyle("pages/setup/setup.css");
  await new Setup(new Frame(root, { title: SETUP.title, wide: true })).open();
}

export class Setup extends Officer {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["chair"]);
    this.founding = new Founding(this);
    this.step = recall("setup/step") ?? "found";
    /** Which card, question or the like a step shows; null: its list. */
    this.shown = recall("setup/shown");
    this.done = new Set();
    /** @type {Map<string, Object>} */
    this.forms = new Map();
    /** The key that is being brought back: a secret, so nowhere else. */
    this.lost = { post: "chair/1", digits: "" };
  }

  onEmpty() {
    this.founding.show();
  }

  onSize() {
    void this.refresh();
  }

  async showOnce() {
    if (this.founding.unsettled && !this.founding.conclude(this.log))
      return;
    if (!this.keys.size && !recall("card")) {
      this.frame.show("restore", () => this.restoreScreen());
      return;
    }
    this.colleagues.look();
    if (await joinScreen(this))
      await this.screen();
  }

  async screen() {
    const conference = this.log.conference();

    if (!this.keys.has(conference.presiding)) {
      this.frame.show(`not-presiding ${conference.presiding}`, () =>
        notice("warn", "alert", el("p", say(SETUP.notPresiding,
          { post: postName(conference.presiding) }))));
      return;
    }
    this.judgeSteps(conference);
    await STEPS[this.step](this, conference);
  }

  /* Which steps have what they need. */
  judgeSteps(conference) {
    const set = (name, done) => this.done[done ? "add" : "delete"](name);

    set("found", true);
    set("people", this.holder("chair/3")?.enrolled && this.holder("desk/1"));
    set("sessions", conference.sessions.length > 0);
    set("questions", conference.papers.some((p) => !p.practice));
    set("roll", conference.attendance.due > 0);
    set("rehearsal", conference.papers.some((p) => p.practice &&
      p.round !== null));
  }

  /** A post as the log has it, or null. @param {string} post */
  holder(post) {
    try {
      return this.log.seat(post);
    } catch {
      return null;
    }
  }

  /* ---- One step a screen -------------------------------------------------- */

  /**
   * @param {string} key  of what this step shows; the same key is not redrawn
   * @param {() => (Node|Array)} draw
   */
  show(key, draw) {
    const done = [...this.done].join(" ");

    this.frame.show(`${this.step} ${key} ${done}`, () => el("div.setup",
      this.stepList(), el("div.step", this.log.size > 0 &&
        colleagueCard(this), draw())));
  }

  /** Draws the same step anew, after something was chosen on this device. */
  async again() {
    this.frame.key = null;
    await (this.log.size > 0 ? this.showNow() : this.founding.show());
  }

  /**
   * Changes the screen under somebody's hand: what they see, what has the
   * focus and what is unfolded stay where they are.
   *
   * @param {() => (Promise<void>|void)} change
   */
  async stay(change) {
    const { screen } = this.frame;
    const all = (what) => [...screen.querySelectorAll(what)];
    const at = scrollY;
    const focused = all(TOUCHED).indexOf(document.activeElement);
    const unfolded = all("details").map((details) => details.open);

    await change();
    all("details").forEach((details, i) => {
      details.open ||= unfolded[i] === true;
    });
    all(TOUCHED)[focused]?.focus({ preventScroll: true });
    scrollTo(0, at);
  }

  /** @param {string|null} what  a step shows; null: its list */
  async look(what) {
    this.shown = what;
    keep("setup/shown", what);
    await this.again();
  }

  async turnTo(step) {
    this.step = step;
    keep("setup/step", step);
    await this.look(null);
  }

  stepList() {
    const names = Object.keys(STEPS);
    const founded = this.log.size > 0;

    return el("nav.steps", { "aria-label": say(SETUP.steps) },
      el("p.step-of", el("span.small.soft", say(SETUP.stepOf,
        { n: names.indexOf(this.step) + 1, all: names.length })),
      el("b.step-here", say(STEP[this.step]))),
      el("ol", names.map((name, i) => el("li", el(
        this.done.has(name) ? "button.step-name.done" : "button.step-name",
        { type: "button", disabled: !founded && name !== "found",
          "aria-current": name === this.step ? "step" : null,
          "aria-label": say(STEP[name]) + (this.done.has(name)
            ? say(SETUP.colon) + say(SETUP.stepDone) : ""),
          onclick: () => void this.turnTo(name) },
        el("span.step-mark", { "aria-hidden": "true" },
          this.done.has(name) ? mark("tick") : i + 1),
        el("span.step-words", say(STEP[name])))))));
  }

  /** The button to the step after this one. */
  nextStep() {
    const names = Object.keys(STEPS);
    const next = names[names.indexOf(this.step) + 1];
    const look = this.done.has(this.step) ? "button.button.primary"
      : "button.button";

    return el("div.actions", el(look, { type: "button",
      onclick: () => void this.turnTo(next) }, say(SETUP.next),
    say(SETUP.colon), say(STEP[next])));
  }

  /* ---- What is typed ------------------------------------------------------ */

  /**
   * What is being typed under a name, which outlives a reload.
   *
   * @param {string} name
   * @param {() => Object} begin  what stands there at first
   */
  form(name, begin) {
    if (!this.forms.has(name))
      this.forms.set(name, recall(`setup/form/${name}`) ?? begin());
    return this.forms.get(name);
  }

  keepForm(name) {
    keep(`setup/form/${name}`, this.forms.get(name));
  }

  dropForm(name) {
    forget(`setup/form/${name}`);
    this.forms.delete(name);
  }

  /* ---- Signing ------------------------------------------------------------ */

  /**
   * Signs as the presiding chair, sends, and waits for the log's word; while a
   * session runs a colleague may have to sign, too.
   *
   * @param {string} name  of the act
   * @param {import("../../core/core_draft.js").Draft} draft
   * @param {import("../../core/core_log.js").Blob[]} [texts]
   * @param {{post: string, record: string}[]} [names]
   */
  async decide(name, draft, texts = [], names = []) {
    if (this.sign(draft).missing.length === 0)
      this.log.tryNote(draft.note, this.hall.time());
    await this.together(name, draft, texts, names);
    await this.refresh(); /* what follows is asked of the log with it */
  }

  /* ---- A device without a key ---------------------------------------------- */

  restoreScreen() {
    const { lost } = this;

    return [
      el("h1", say(SETUP.restore)),
      el("section.card",
        select(SETUP.restorePost, { value: lost.post,
          options: this.chairs().map((post) => [post, postName(post)]),
          onInput: (value) => {
            lost.post = value;
          } }),
        field(SETUP.restoreHow, { value: lost.digits, area: true, rows: 4,
          inputmode: "numeric", onInput: (value) => {
            lost.digits = value;
          } }),
        actionButton(".primary", SETUP.restore, () => this.restore(lost))),
    ];
  }

  /* Every chair that the log has. */
  chairs() {
    const posts = [];

    for (let n = 1; this.holder(`chair/${n}`); n++)
      posts.push(`chair/${n}`);
    return posts;
  }

  async restore({ post, digits }) {
    const { core } = this.hall;
    let seed;

    try {
      seed = core.readSeed(digits);
    } catch (error) {
      throw error.number > 0 ? new Mistake(SETUP.restoreBad,
        { n: error.number }) : new Mistake(SETUP.restoreShort);
    }
    const kept = { post, name: postName(post), seed: toBase64(seed),
      origin: this.log.pin().origin };
    const key = core.secretOf(fromBase64(kept.seed));
    const found = this.log.postOf(key.publicKey());

    key.close();
    if (found?.post !== post || found.card)
      throw new Mistake(SETUP.restoreOther);
    keep(`keys/${post}`, kept);
    this.lost.digits = "";
    this.recallKeys();
    await this.again();
  }
}
