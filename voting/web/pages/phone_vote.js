/**
 * Voting: question, choice, review, seal, then cast or test. What a person has
 * touched is never drawn anew by anything but their own hand.
 */

import { namesUnder, recall } from "../device.js";
import { el, mark } from "../dom.js";
import { actionButton, notice } from "../frame.js";
import { say, timeOf } from "../words.js";
import { PHONE } from "../words/phone.js";
import { OPTION } from "../words/result.js";

const SIGN = { for: "tick", against: "cross", abstain: "dash" };

/** One seat's way through one open round. */
export class Voting {
  /** @param {import("./phone.js").Phone} phone */
  constructor(phone) {
    this.phone = phone;
    this.round = null; /* that is being voted on here */
    this.name = null; /* of what was signed here for it */
    this.step = "none";
  }

  /**
   * Shows what there is to vote on.
   *
   * @returns {Promise<boolean>} whether there is anything
   */
  async show() {
    const { log, me } = this.phone;
    const open = log.seat(me.post).open;
    const kept = open.find((r) => r.round === this.round?.round);
    const next = kept ?? open.find((r) => r.standing === "may-vote") ??
      open.at(-1);

    /* Who has not checked in has the waiting page, which says so. */
    if (!next || next.standing === "not-present") {
      this.leave();
      return false;
    }
    if (!kept)
      await this.enter(next);
    this.standing = next;
    this.draw();
    return true;
  }

  leave() {
    this.ballot?.close();
    this.ballot = null;
    this.round = null;
    this.step = "none";
  }

  async enter(open) {
    const { log, hall } = this.phone;

    this.leave();
    this.round = log.round(open.round);
    /* Before anything is waited for: what is under way may come through. */
    this.name = this.underWay(open.round);
    this.texts = await hall.texts.ofRound(this.round);
    this.step = "done";
    if (open.standing === "may-vote" && !this.name)
      this.begin();
  }

  /* A ballot that this phone has signed, also before the page was last opened,
   * and that the log as followed here does not have yet: no other is signed
   * now. */
  underWay(round) {
    const { outbox, follower } = this.phone;
    const waiting = outbox.waiting().find(({ about }) =>
      about.round === round);
    const last = this.lastReceipt(round);

    return waiting?.name ??
      (last && last.index >= follower.verified ? last.name : null);
  }

  /* The last receipt that this phone keeps of a round, or undefined. */
  lastReceipt(round) {
    return namesUnder("receipt/").map((name) => ({ ...recall(name),
      name: name.slice("receipt/".length) }))
      .filter((r) => r.round === round && r.origin === this.phone.me.origin)
      .sort((a, b) => b.index - a.index)[0];
  }

  begin() {
    const { log, me } = this.phone;

    this.form = log.ballotForm(this.round.id, me.post);
    this.choices = this.form.rows.map(() => null);
    this.at = 0;
    this.step = "fill";
  }

  /** The log has grown: only the turnout is anew, and only where it shows. */
  onSize() {
    if (this.round && this.step === "done")
      void this.phone.refresh();
  }

  /* ---- What is shown ------------------------------------------------------ */

  draw() {
    const { frame } = this.phone;
    const key = `vote ${this.round.round}`;

    switch (this.step) {
    case "fill":
      frame.show(`${key} fill ${this.at} ${this.form.attempt}`,
        () => this.fillScreen());
      break;
    case "review":
      frame.show(`${key} review`, () => this.reviewScreen());
      break;
    case "sealed":
      frame.show(`${key} sealed ${this.ballot.hash}`, () => this.sealScreen());
      break;
    case "tested":
      frame.show(`${key} tested`, () => this.testScreen());
      break;
    default:
      frame.show(`${key} ${this.outcomeKey()}`, () => this.doneScreen());
    }
  }

  heading() {
    const title = this.texts.get("title");
    const kind = this.round.ballot === "named" ? PHONE.named : PHONE.secret;

    return [el("p.soft", say(kind), this.round.practice &&
      el("span.chip.warn", say(PHONE.practice))),
    el("h1", title ? say(title.title) : this.round.id)];
  }

  rowOf(i) {
    return this.round.rows.find((row) => row.id === this.form.rows[i]);
  }

  rowText(row) {
    const text = this.texts.get(row.id);

    return text ?? { title: { zh: row.id, en: row.id },
      lines: { zh: [], en: [] } };
  }

  fillScreen() {
    const row = this.rowOf(this.at);
    const text = this.rowText(row);
    const many = this.form.rows.length > 1;

    return [
      this.heading(),
      many && el("p.soft", say(PHONE.rowOf, { n: this.at + 1,
        all: this.form.rows.length })),
      many && el("h2", say(text.title)),
      fullText(text),
      el("p.small.soft", say(row.rule)),
      this.form.cap > 0 && el("p", { role: "status" }, this.capWords()),
      this.buttons(row, say(text.title)),
      el("div.actions.row",
        this.at > 0 && el("button.button", { type: "button",
          onclick: () => this.turn(this.at - 1) }, say(PHONE.back))),
    ];
  }

  capWords() {
    return say(PHONE.capOf, { n: this.form.cap, k: this.marked() });
  }

  marked() {
    return this.choices.filter((choice) => choice === 0).length;
  }

  buttons(row, title) {
    const trouble = el("p.error", { role: "alert" });
    const choose = (choice) => {
      const full = this.form.cap > 0 && choice === 0 &&
        this.choices[this.at] !== 0 && this.marked() >= this.form.cap;

      if (full) {
        trouble.textContent = say(PHONE.capFull, { n: this.form.cap });
        return;
      }
      this.choices[this.at] = choice;
      this.turn(this.at + 1);
    };

    return el("div.choices", { role: "group", "aria-label": title },
      this.form.options.map((option, i) => el(`button.choice.${option}`,
        { type: "button", "aria-pressed": String(this.choices[this.at] === i),
          onclick: () => choose(i) },
        SIGN[option] && mark(SIGN[option]), optionWords(option))), trouble);
  }

  /* Past the last row there is the review. */
  turn(at) {
    this.at = Math.min(at, this.form.rows.length - 1);
    this.step = at >= this.form.rows.length ? "review" : "fill";
    this.draw();
  }

  reviewScreen() {
    const single = this.form.rows.length === 1;

    return [
      this.heading(),
      el("h2", say(PHONE.review)),
      single ? picked(this.form.options[this.choices[0]])
        : el("ol.plain", this.form.rows.map((_, i) => this.reviewLine(i))),
      el("p", say(this.round.last_counts ? PHONE.canChange
        : PHONE.cannotChange)),
      actionButton(".primary.large", PHONE.seal, () => this.seal()),
      single && el("button.button", { type: "button",
        onclick: () => this.turn(0) }, say(PHONE.change)),
    ];
  }

  reviewLine(i) {
    const title = say(this.rowText(this.rowOf(i)).title);
    const option = this.form.options[this.choices[i]];

    return el("li.line", el("span", title),
      el("button.button", { type: "button", onclick: () => this.turn(i),
        "aria-label": `${title}: ${optionWords(option)}. ${say(PHONE.change)}` },
      SIGN[option] && mark(SIGN[option]), optionWords(option)));
  }

  /* ---- Sealing, casting, testing ------------------------------------------ */

  async seal() {
    const { log, me, key } = this.phone;

    this.ballot = log.seal(this.round.id, me.post, key, this.choices);
    if (!this.form.secret) {
      await this.cast();
      return;
    }
    this.step = "sealed";
    this.draw();
  }

  sealScreen() {
    return [
      this.heading(),
      notice("good", "lock", el("h2", say(PHONE.sealed)),
        el("p.small", say(PHONE.sealCode)),
        el("p.code", this.ballot.code)),
      actionButton(".primary.large", PHONE.cast, () => this.cast()),
      el("p.small.soft", say(PHONE.sealHow)),
      actionButton(".quiet", PHONE.test, () => this.test()),
    ];
  }

  /* Choices are gone from here on; only the signed ballot is kept. */
  async cast() {
    const { me } = this.phone;
    const other = this.underWay(this.round.round);

    if (other) {
      this.name = other; /* signed in another tab meanwhile */
      this.forgetBallot();
      this.draw();
      return;
    }
    const note = this.ballot.cast(this.phone.key);
    const title = this.texts.get("title");

    const name = `cast/${this.round.round}-${this.form.attempt}`;

    this.forgetBallot();
    this.name = null;
    try {
      this.phone.send(name, note, { round: this.round.round, note,
        origin: me.origin, attempt: this.form.attempt,
        title: title ? say(title.title) : this.round.id });
      this.name = name;
    } finally {
      this.draw();
    }
  }

  forgetBallot() {
    this.ballot.close();
    this.ballot = null;
    this.choices.fill(null);
    this.step = "done";
  }

  async test() {
    this.revealed = this.ballot.test();
    this.ballot = null;
    this.choices.fill(null);
    this.step = "tested";
    this.draw();
  }

  testScreen() {
    const box = el("textarea", { readonly: true, rows: 8,
      "aria-label": say(PHONE.test) });

    box.value = this.revealed;
    return [
      notice("warn", "alert", el("h2", say(PHONE.tested)),
        el("p", say(PHONE.testHow, { address: `${location.host}/test` }))),
      el("div.field", box),
      actionButton("", PHONE.copy,
        () => navigator.clipboard.writeText(this.revealed)),
      el("button.button.primary.large", { type: "button", onclick: () => {
        this.begin();
        this.draw();
      } }, say(PHONE.again)),
    ];
  }

  /* ---- Afterwards --------------------------------------------------------- */

  /* What is known of the ballot that was signed here, or null. */
  lastWord() {
    if (this.name !== null && this.phone.sent.has(this.name))
      return this.phone.sent.get(this.name);
    const last = this.lastReceipt(this.round.round);

    if (last && (this.name === last.name || (this.name === null &&
        this.standing?.standing !== "may-vote")))
      return { state: "accepted", about: last, answer: last };
    return this.name === null ? null : { state: "sending" };
  }

  outcomeKey() {
    const item = this.lastWord();

    return `done ${item?.state ?? ""} ${this.standing?.standing} ` +
      this.phone.log.size;
  }

  doneScreen() {
    const item = this.lastWord();

    return [this.heading(), item ? sentNotice(item) : this.standingNotice(),
      this.standing?.standing === "may-change" && (!item ||
        item.state === "accepted") &&
        el("button.button", { type: "button", onclick: () => {
          this.begin();
          this.draw();
        } }, say(PHONE.changeVote)),
      this.standing?.standing === "may-vote" &&
        (!item || item.state === "refused") &&
        el("button.button", { type: "button", onclick: () => {
          this.begin();
          this.draw();
        } }, say(PHONE.again)),
      this.turnout(), this.others()];
  }

  /* Other questions that are open and not voted on. */
  others() {
    const { log, me } = this.phone;
    const open = log.seat(me.post).open.filter((r) =>
      r.standing === "may-vote" && r.round !== this.round.round);

    return open.map((r) => actionButton(".primary", PHONE.nextQuestion,
      async () => {
        await this.enter(r);
        this.draw();
      }));
  }

  standingNotice() {
    switch (this.standing.standing) {
    case "not-present":
      return notice("warn", "alert", el("p", say(PHONE.notPresent)));
    case "not-on-roll":
      return notice("", "dash", el("p", say(PHONE.notOnRoll)));
    case "has-sheet":
      return notice("", "dash", el("p", say(PHONE.hasSheet)));
    case "may-vote": /* the ballot could not be kept, so it was not sent */
      return notice("bad", "alert", el("h2", say(PHONE.refused)));
    default:
      return notice("good", "tick", el("p", say(PHONE.voted)));
    }
  }

  turnout() {
    const { returned, issued } = this.phone.log.round(this.round.round);

    return el("p.soft", { role: "status" },
      say(PHONE.turnout, { n: returned, all: issued }));
  }
}

function sentNotice(item) {
  switch (item.state) {
  case "accepted":
    return notice("good", "tick", el("h2", say(item.about.attempt > 1
      ? PHONE.changed : PHONE.inTheBox)),
    el("p", say(PHONE.receipt, { n: item.answer.index,
      time: timeOf(item.answer.time) })));
  case "refused":
    return notice("bad", "alert", el("h2", say(PHONE.refused)),
      el("p", say(item.answer.error)));
  case "disputed":
    return notice("bad", "alert", el("h2", say(PHONE.disputed)));
  case "waiting":
    return notice("warn", "alert", el("h2", say(PHONE.waitingNet)));
  default:
    return notice("", "wait", el("h2", say(PHONE.sending)));
  }
}

function picked(option) {
  return el(`div.picked.${option}`, SIGN[option] && mark(SIGN[option]),
    optionWords(option));
}

function optionWords(option) {
  return say(OPTION[option] ?? [option, option]);
}

/* The whole text, folded where it is long. */
function fullText(text) {
  const lines = text.lines[say(["zh", "en"])].length > 0
    ? text.lines[say(["zh", "en"])]
    : [...text.lines.zh, ...text.lines.en];

  return lines.length > 0 && el("details", el("summary", say(PHONE.fullText)),
    el("div.text", lines.map((line) => el("p", line.replaceAll("\t", "  ")))));
}
