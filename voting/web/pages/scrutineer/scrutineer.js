/**
 * The scrutineer: locks the box, counts the hall, hands out paper ballots and
 * seals them in, uses the key once the whole record has been verified on this
 * device, signs the count sheet, destroys the key.
 */

import { Ahead } from "../../log/ahead.js";
import { colleagueCard, Officer } from "../../post/colleague.js";
import { recall } from "../../log/device.js";
import { el, mark } from "../../screen/dom.js";
import { Frame, notice } from "../../screen/frame.js";
import { Living } from "../../screen/living.js";
import { stageChip } from "../../screen/stage.js";
import { say } from "../../screen/words.js";
import { SCRUTINEER } from "../../words/scrutineer.js";
import { Box } from "./box.js";
import { countSteps, shareName } from "./count.js";
import { handsTask, headcountTask, incidentTask } from "./hall.js";
import { sheetsTask } from "./sheets.js";

/** @param {HTMLElement} root */
export async function start(root) {
  const scrutineer = new Scrutineer(new Frame(root,
    { title: SCRUTINEER.title }));

  await scrutineer.open();
}

/* What is filled in stands on a screen of its own, which does not change while
 * the log grows. */
const TASKS = { headcount: headcountTask, incident: incidentTask,
  hands: handsTask, sheets: sheetsTask,
  backup: (/** @type {Scrutineer} */ scrutineer) => scrutineer.box.backup() };

export class Scrutineer extends Officer {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["scrutineer"]);
    this.box = new Box(this);
    this.ahead = new Ahead(() => this.follower);
    this.living = new Living();
    /** @type {{task: string, paper?: string}|null} */
    this.doing = null;
    this.done = null; /* the words of what was done last */
    this.typed = new Map(); /* by field, what stands in a task's fields */
  }

  onSize() {
    void this.refresh();
  }

  /** The session that runs, or undefined. */
  session() {
    return this.log.conference().sessions.find((s) => s.stage === "running");
  }

  /** Goes to a task; with null back to what there is. */
  async turnTo(doing, done = null) {
    this.doing = doing;
    this.done = done;
    this.typed.clear();
    await this.showNow();
  }

  async screen() {
    const conference = this.log.conference();
    const session = this.session();

    if (session)
      void this.box.goOn(session);
    this.ahead.want(this.hasToCount(conference, session));
    if (this.doing) {
      await this.task(conference);
      return;
    }
    const titles = new Map(await Promise.all(conference.papers.map(
      async (p) => [p.id, await this.hall.texts.read(p.title)
        .catch(() => null)])));

    this.titles = titles;
    this.frame.show(`scrutineer ${this.shown(conference)}`,
      () => this.home(conference, session));
  }

  /* All that stands on the screen: it is not drawn anew under a finger because
   * a colleague has signed meanwhile. */
  shown({ attendance, sessions, papers, officers }) {
    const mine = (act, p) => this.has(`${act}/${p.id}/${p.round}/${
      this.me.post}`);
    const rounds = papers.filter((p) => p.round !== null).map((p) => {
      const { returned, shares, hands_recorded: hands, sheets_issued: issued,
        sheets_returned: back, sheets_spoiled: spoiled } =
        this.log.round(p.round);

      return [p.id, p.stage, p.stage === "open" &&
        [returned, hands, issued, back, spoiled],
      mine("share", p) && p.stage === "closed" && shares,
      mine("sign-off", p)];
    });

    const gone = officers.filter((o) => o.retired).length;

    return JSON.stringify([this.done, attendance, sessions, rounds, gone]);
  }

  /* Whether there is a box that this device's key is for, open or to be opened:
   * then the record is verified as it grows. */
  hasToCount({ papers }, session) {
    return Boolean(session) && this.box.hasSeed(session.id) &&
      papers.some((p) => p.round !== null &&
        ["open", "closed"].includes(p.stage) &&
        this.log.round(p.round).ballot === "secret" &&
        !this.has(shareName(p, this.me.post)));
  }

  /** How far the record has been verified before it must be. */
  aheadLine() {
    const { ahead } = this;

    ahead.onProgress = () => this.living.update();
    return this.living.part("div", () => ahead.progress, () =>
      ahead.progress.done > 0 && el("p.small.soft",
        say(SCRUTINEER.ahead, ahead.progress)));
  }

  /** What a question is called. */
  titleOf(id) {
    const text = this.titles?.get(id);

    return text ? say(text.title) : id;
  }

  async task(conference) {
    const { task, paper: id } = this.doing;
    const paper = conference.papers.find((p) => p.id === id);
    const draw = await TASKS[task](this, paper);

    if (draw)
      this.frame.show(`task ${task} ${id}`, () => [
        el("button.button.quiet.back", { type: "button",
          onclick: () => void this.turnTo(null) }, say(SCRUTINEER.back)),
        colleagueCard(this), ...draw()]);
    else
      await this.turnTo(null);
  }

  home(conference, session) {
    const rounds = conference.papers.filter((p) => p.round !== null);

    this.living = new Living();
    return [
      this.done && notice("good", "tick", el("p", { role: "status" },
        say(this.done))),
      colleagueCard(this),
      session ? this.box.card(session) : notice("", "wait",
        el("p", say(SCRUTINEER.noSession))),
      ...rounds.filter((p) => isAtWork(p)).map((p) => this.question(p,
        session)),
      session && this.hallCard(conference),
      ...conference.sessions.filter((s) => s.stage === "ended")
        .map((s) => this.box.ended(s)),
      rounds.some((p) => !isAtWork(p)) && el("section.card",
        el("h2", say(SCRUTINEER.past)),
        el("ul.plain", rounds.filter((p) => !isAtWork(p)).map((p) =>
          el("li.line", el("span", this.titleOf(p.id)),
            stageChip(p.stage))))),
    ];
  }

  /* ---- The hall ----------------------------------------------------------- */

  hallCard({ attendance }) {
    const fact = (words, value) => el("div.fact", el("span.soft", say(words)),
      el("b.number", value ?? "—"));

    return el("section.card", el("h2", say(SCRUTINEER.hall)),
      el("div.strip", fact(SCRUTINEER.due, attendance.due),
        fact(SCRUTINEER.present, attendance.present),
        fact(SCRUTINEER.counted, attendance.counted)),
      attendance.counted !== null && attendance.counted < attendance.present &&
        notice("warn", "alert", el("p", say(SCRUTINEER.countedLess))),
      el("div.actions.row",
        this.goButton("", SCRUTINEER.headcount, { task: "headcount" }),
        this.goButton("", SCRUTINEER.incident, { task: "incident" })));
  }

  goButton(classes, words, doing) {
    return el(`button.button${classes}`, { type: "button",
      onclick: () => void this.turnTo(doing) }, say(words), mark("next"));
  }

  /* ---- Questions ---------------------------------------------------------- */

  question(paper, session) {
    const round = this.log.round(paper.round);

    return el("section.card", el("p", stageChip(paper.stage)),
      el("h2", this.titleOf(paper.id)),
      paper.stage === "open" ? this.turnout(paper, round)
        : countSteps(this, paper, round, session));
  }

  turnout(paper, round) {
    if (round.ballot === "hands")
      return round.hands_recorded
        ? notice("good", "tick", el("p", say(SCRUTINEER.handsDone)))
        : this.goButton(".primary", SCRUTINEER.hands,
          { task: "hands", paper: paper.id });
    return [el("p.big.number", { role: "status" }, say(SCRUTINEER.turnout,
      { n: round.returned, all: round.issued })),
    round.ballot === "secret" && this.aheadLine(),
    round.ballot === "secret" && el("p.small.soft",
      say(SCRUTINEER.sheetsState, { n: round.sheets_issued,
        m: round.sheets_returned, k: round.sheets_spoiled })),
    round.ballot === "secret" && this.goButton("", SCRUTINEER.sheets,
      { task: "sheets", paper: paper.id })];
  }

  /** Whether this device has kept this; see device.js. */
  has(name) {
    return recall(name) !== null;
  }

  /**
   * A field of a task, which keeps what was typed when its screen is drawn in
   * the other language.
   *
   * @template {HTMLInputElement|HTMLTextAreaElement} T
   * @param {T} field
   * @returns {T}
   */
  typing(field) {
    field.value = this.typed.get(field.id) ?? field.value;
    field.addEventListener("input", () =>
      this.typed.set(field.id, field.value));
    return field;
  }
}

/* Whether a scrutineer has or may have something to do with a question. */
function isAtWork({ stage }) {
  return ["open", "closed", "counted"].includes(stage);
}

