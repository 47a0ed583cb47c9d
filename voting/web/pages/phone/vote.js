/**
 * Voting: question, choice, review, seal, then cast or test. What a person has
 * touched is never drawn anew by anything but their own hand.
 */

import { CoreError } from "../../core/core_module.js";
import { namesUnder, recall } from "../../log/device.js";
import { el } from "../../screen/dom.js";
import { actionButton, failure } from "../../screen/frame.js";
import { Paper } from "./paper.js";
import { readView, ServerError } from "../../log/server.js";
import { say } from "../../screen/words.js";
import { PHONE } from "../../words/phone.js";
import { doneScreen, handsScreen, testScreen } from "./done.js";
import { fillScreen, reviewScreen, sealScreen } from "./fill.js";

const SCREENS = { fill: fillScreen, review: reviewScreen, sealed: sealScreen,
  tested: testScreen, hands: handsScreen, done: doneScreen };

/** @typedef {{round: number, open: number, standing: string}} Standing
 *  what the server says of this seat in an open round */

/** One seat's way through one open round. */
export class Voting {
  /** @param {import("./phone.js").Phone} phone */
  constructor(phone) {
    this.phone = phone;
    this.step = "none";
    this.entered = 0; /* how often; only the last time counts */
    /** @type {Standing|null} */
    this.standing = null;
    this.view = null; /* what the server shows of the round */
    this.title = null; /* the text that it names */
    /** @type {Paper|null} what is filled in */
    this.paper = null;
    this.choices = [];
    this.name = null; /* of what was signed here for it */
    this.missed = ""; /* what was being filled in when the voting ended */
  }

  /**
   * Shows what there is to vote on.
   *
   * @returns {Promise<boolean>} whether there is anything
   */
  async show() {
    const open = this.phone.log.seat()?.open ?? [];
    const kept = open.find((r) => r.open === this.standing?.open);
    const next = kept ?? open.find((r) => r.standing === "may-vote") ??
      open.at(-1);

    /* Who has not checked in has the waiting page, which says so. */
    if (!next || next.standing === "not-present") {
      this.leave();
      return false;
    }
    if (kept && this.step !== "none") {
      this.standing = next;
      this.yield();
      await this.look();
    } else {
      await this.enter(next);
    }
    this.draw();
    return true;
  }

  /** Voting has ended, or this seat has left. */
  leave() {
    if (["fill", "review", "sealed", "tested"].includes(this.step) &&
        !this.lastReceipt() && this.name === null)
      this.missed = this.titleText();
    this.forgetBallot();
    this.paper?.close();
    this.paper = null;
    this.standing = null;
    this.step = "none";
  }

  async enter(standing) {
    const turn = ++this.entered;

    this.leave();
    this.missed = "";
    this.trouble = this.view = this.title = null;
    this.standing = standing;
    /* Before anything is waited for: what is under way may come through. */
    this.name = this.underWay();
    this.phone.frame.show(`opening ${standing.round}`, () =>
      el("p", { role: "status" }, say(PHONE.opening)));
    const votes = standing.standing === "may-vote" && this.name === null &&
      !this.lastReceipt();

    await this.orSay(async () => {
      await Promise.all([this.look(), votes && this.openPaper()]);
      /* Another question was turned to, or this one once more; or the view
       * comes with the next news. */
      if (turn !== this.entered || this.view === null)
        return;
      if (this.paper ? this.paper.byHands : this.view.ballot === "hands")
        this.step = "hands";
      else if (votes && this.paper.asked)
        this.start();
      else
        this.step = "done";
    });
  }

  /* What the server shows of the round: title, turnout, how many decide. */
  async look() {
    const { round, open } = this.standing;
    const view = await this.phone.orLater(() => readView(`round/${round}`));
    const title = view && (this.title ??
      await this.phone.hall.texts.read(view.title).catch(() => null));

    if (view && this.standing?.open === open)
      Object.assign(this, { view, title });
  }

  async openPaper() {
    const { open } = this.standing;
    const paper = await Paper.open(this.phone, this.standing);

    if (this.standing?.open !== open) {
      paper.close();
      return;
    }
    this.paper?.close();
    this.paper = paper;
  }

  /* What is wrong with a question is said; where only the network is, it is
   * asked for again. */
  async orSay(act) {
    const turn = this.entered;

    try {
      await act();
    } catch (error) {
      if (!(error instanceof CoreError || error instanceof ServerError))
        throw error;
      if (turn !== this.entered)
        return; /* it is no more about what is on the screen */
      if (error instanceof ServerError && error.status === 0)
        this.phone.behind = true;
      this.step = "none";
      this.trouble = error;
    }
  }

  /* ---- What was signed here ----------------------------------------------- */

  /* A round is the entry that opened it, as the pack proves; its number is the
   * server's word, and the same one might be said of another question. */
  ofThisRound({ open }) {
    return open === this.standing?.open;
  }

  /* A ballot that this phone has signed, also before the page was last opened,
   * and that has no answer yet: no other is signed now. */
  underWay() {
    return this.phone.outbox.waiting().find(({ about }) =>
      this.ofThisRound(about))?.name ?? null;
  }

  /* The last receipt that this phone keeps of this round, or undefined. */
  lastReceipt() {
    return namesUnder("receipt/").map((name) => ({ ...recall(name),
      name: name.slice("receipt/".length) }))
      .filter((r) => this.ofThisRound(r) &&
        r.origin === this.phone.me.origin)
      .sort((a, b) => b.index - a.index)[0];
  }

  /** What is known of the ballot that was signed here, or null. */
  lastWord() {
    if (this.name !== null && this.phone.sent.has(this.name))
      return this.phone.sent.get(this.name);
    const last = this.lastReceipt();

    if (last && (this.name === null || this.name === last.name))
      return { state: "accepted", about: last, answer: last };
    return this.name === null ? null : { state: "sending" };
  }

  /* ---- Filling in --------------------------------------------------------- */

  /** Another ballot: the first, another try, or one that takes the place of
   *  the last. */
  async begin() {
    const last = this.lastReceipt();

    /* The pack must reach what is replaced. */
    if (!this.paper || (last && last.index >= this.paper.facts.tree.size))
      await this.openPaper();
    this.start();
    this.draw();
  }

  start() {
    this.last = this.lastReceipt() ?? null;
    this.choices = this.paper.rows.map(() => null);
    this.at = 0;
    this.step = "fill";
  }

  get cap() {
    return this.paper.facts.cap;
  }

  marked() {
    return this.choices.filter((choice) => choice === 0).length;
  }

  /** Whether this choice for the row of now would be one mark too many. */
  wouldExceed(choice) {
    return this.cap > 0 && choice === 0 && this.choices[this.at] !== 0 &&
      this.marked() >= this.cap;
  }

  complete() {
    return this.choices.every((choice) => choice !== null);
  }

  choose(choice) {
    this.choices[this.at] = choice;
    if (this.complete())
      this.review();
    else
      this.turn(this.choices.indexOf(null));
  }

  turn(at) {
    this.at = at;
    this.step = "fill";
    this.draw();
  }

  review() {
    this.step = "review";
    this.draw();
  }

  /* ---- Sealing, casting, testing ------------------------------------------ */

  async seal() {
    this.ballot = this.paper.seal(this.choices, this.last);
    if (!this.paper.secret) {
      await this.cast();
      return;
    }
    this.step = "sealed";
    this.draw();
  }

  /* What was signed in another window is this seat's ballot; what was being
   * filled in here is not. */
  yield() {
    const other = ["fill", "review", "sealed"].includes(this.step)
      ? this.signedElsewhere() : null;

    if (other) {
      this.name = other;
      this.forgetBallot();
      this.step = "done";
    }
    return other !== null;
  }

  signedElsewhere() {
    const other = this.underWay();
    const last = this.lastReceipt();

    return other ?? (last && last.name !== this.last?.name ? last.name : null);
  }

  /* Choices are gone from here on; only the signed ballot is kept. */
  async cast() {
    const { me } = this.phone;

    if (this.yield()) {
      this.draw();
      return;
    }
    const attempt = (this.last?.attempt ?? 0) + 1;
    const { open } = this.paper.facts;
    const name = `cast/${open}-${attempt}`;
    const note = this.ballot.cast(this.phone.key);

    this.forgetBallot();
    this.step = "done";
    this.name = null;
    try {
      this.phone.send(name, note, { open, note, origin: me.origin, attempt,
        again: this.paper.facts.last_counts, title: this.titleText() });
      this.name = name;
    } finally {
      this.draw();
    }
  }

  forgetBallot() {
    this.ballot?.close();
    this.ballot = null;
    this.choices.fill(null);
    this.revealed = null;
  }

  async test() {
    const { code } = this.ballot;
    const text = this.ballot.test();

    this.ballot = null;
    this.forgetBallot();
    this.revealed = { code, text, picture: await picture(text) };
    this.step = "tested";
    this.draw();
  }

  /* ---- What is shown ------------------------------------------------------ */

  get showsTurnout() {
    return this.step === "done" && this.standing !== null;
  }

  draw() {
    const { frame } = this.phone;
    const screen = SCREENS[this.step];

    if (screen)
      frame.show(this.screenKey(), () => screen(this));
    else if (this.trouble)
      frame.show(`trouble ${this.trouble.code}`, () =>
        this.troubleScreen(this.trouble));
  }

  screenKey() {
    const key = `vote ${this.standing.round} ${this.step}`;

    switch (this.step) {
    case "fill":
      return `${key} ${this.at} ${this.last?.name}`;
    case "sealed":
      return `${key} ${this.ballot.hash}`;
    case "tested":
      return `${key} ${this.revealed.code}`;
    case "done":
      return `${key} ${this.lastWord()?.state} ${this.standing.standing} ${
        this.view?.returned} ${this.waiting().length}`;
    default:
      return key;
    }
  }

  /* The question is not to be believed, or could not be fetched. */
  troubleScreen(error) {
    const doubted = error instanceof CoreError;

    return [doubted && el("h1", say(PHONE.doubt)), failure(error),
      doubted && el("p", say(PHONE.notBelieved)),
      actionButton("", PHONE.tryAgain, () => this.phone.refresh())];
  }

  /** Other questions that are open and not voted on. */
  waiting() {
    return this.phone.log.seat().open.filter((r) =>
      r.standing === "may-vote" && !this.ofThisRound(r));
  }

  async turnToRound(standing) {
    await this.phone.orAlarm(() => this.enter(standing));
    this.draw();
  }

  textOf(id) {
    return this.paper.texts.get(id) ?? { title: { zh: id, en: id },
      lines: { zh: [], en: [] } };
  }

  titleText() {
    const own = this.paper?.texts.get("title");
    const kept = this.step === "done" ? this.lastWord()?.about?.title : null;

    /* Beside a receipt stands what it was given for, whatever is shown of the
     * round. */
    return own ? say(own.title) : kept ??
      (this.title ? say(this.title.title) : this.view?.id ?? "");
  }

  heading() {
    const facts = this.paper?.facts ?? this.view;
    const kind = facts.ballot === "secret" ? PHONE.secret
      : facts.ballot === "named" ? PHONE.named : PHONE.byHands;

    return [el("p.soft", say(kind), " ", facts.practice &&
      el("span.chip.warn", say(PHONE.practice))),
    el("h1", this.titleText())];
  }

  /* The rule is the paper's; how many are on the roll the server says. */
  ruleOf(row) {
    const seen = this.view?.rows.find(({ id }) => id === row.id);

    return seen ? this.paper.ruleWords(row, seen.roll) : { zh: "", en: "" };
  }
}

/* A code for another device's camera; null if it cannot be drawn, since the
 * text is too long for one or the network is gone: the text is there as well. */
async function picture(text) {
  const address = `${location.origin}/test#${base64url(text)}`;

  try {
    const { qrCode } = await import("../../screen/qr.js");

    return el("figure.qr-box", qrCode(address, say(PHONE.testCode),
      { level: "L" }));
  } catch {
    return null;
  }
}

function base64url(text) {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_")
    .replaceAll("=", "");
}
