/**
 * What colleagues ask this device to sign, and what it waits for itself. Each
 * of them keeps its place and its element while it is there, so that nothing
 * moves under a finger.
 */

import { Act } from "./acts.js";
import { el, fill, status } from "../screen/dom.js";
import { textOf } from "./draft_note.js";
import { actionButton, failure, notice } from "../screen/frame.js";
import { kindOf, postName } from "./posts.js";
import { onLanguage, say, speaking, timeOf } from "../screen/words.js";
import { ACTS, SIGNER } from "../words/acts.js";

export class ColleagueCard {
  /** @param {import("./colleague.js").Colleagues} colleagues */
  constructor(colleagues) {
    this.colleagues = colleagues;
    this.member = colleagues.member;
    this.count = status();
    this.count.classList.add("unseen"); /* said, not shown: the cards are */
    this.asks = el("div.colleague-list");
    this.waits = el("div.colleague-list");
    this.ends = el("div.colleague-list");
    this.node = el("div.colleague", { hidden: true }, this.count, this.ends,
      this.asks, this.waits);
    /** @type {Map<string, HTMLElement>} what stands there, by its key */
    this.items = new Map();
    onLanguage(() => {
      this.items.clear();
      this.draw();
    });
  }

  /** A post in both languages, for an error's words. */
  who(post) {
    return { zh: speaking("zh", () => postName(post)),
      en: speaking("en", () => postName(post)) };
  }

  /** What stands there is what there is. */
  draw() {
    const { asked } = this.colleagues;
    const mine = this.colleagues.mine();

    this.keep(this.asks, asked.map((one) => [`asked ${one.hash} ${
      one.draft.lines.size} ${one.refusal?.code}`, () => this.asking(one)]));
    this.keep(this.waits, mine.map((one) => [`mine ${one.name}`,
      () => this.waiting(one)]));
    this.show();
    return this.node;
  }

  show() {
    const { length } = this.colleagues.asked;
    const words = length > 0 ? say(ACTS.count, { n: length }) : "";

    if (this.count.textContent !== words)
      this.count.textContent = words;
    this.node.hidden = [this.asks, this.waits, this.ends].every((list) =>
      list.childElementCount === 0);
  }

  keep(list, wanted) {
    const nodes = wanted.map(([key, make]) => {
      if (!this.items.has(key))
        this.items.set(key, make());
      return this.items.get(key);
    });

    for (const old of [...list.children])
      if (!nodes.includes(old))
        old.remove();
    for (const node of nodes)
      if (node.parentNode !== list)
        list.append(node);
    for (const [key, node] of this.items)
      if (!node.isConnected && !nodes.includes(node) &&
          key.startsWith(list === this.asks ? "asked " : "mine "))
        this.items.delete(key);
  }

  /** How something ended without a signature, until it is put away. */
  say(text, error) {
    const heading = el("p");
    const box = el("section.card", heading, failure(error),
      el("button.button", { type: "button", onclick: () => {
        box.remove();
        this.show();
      } }, say(ACTS.understood)));

    void this.sentence(heading, new Act(this.member, text));
    this.ends.append(box);
    this.show();
  }

  async sentence(node, act) {
    node.textContent = (await act.read()).sentence();
  }

  /* ---- What others ask ---------------------------------------------------- */

  /* Nothing can be signed before it is said what it is. */
  asking(one) {
    const act = new Act(this.member, one.text, one.texts, one.names);
    const card = el("section.card.asked", el("p.small.soft", say(ACTS.asks)),
      el("progress", { "aria-label": say(ACTS.asks) }));

    void act.read().then(() => fill(card, this.asked(one, act)));
    return card;
  }

  asked(one, act) {
    const { colleagues } = this;
    const after = one.draft.missing.filter((post) =>
      !this.member.keys.has(post));

    return [el("p.small.soft", say(ACTS.asks)), el("h2", act.sentence()),
      ...act.details(),
      el("p.soft", say(ACTS.from, { who: act.who(one.author),
        time: timeOf(one.until) })),
      one.refusal ? notice("warn", "alert", el("p", say(ACTS.refused)),
        el("p", say(one.refusal))) : el("p", act.check()),
      after.length > 0 && el("p.soft", say(ACTS.more,
        { who: signersOf(after) })),
      !one.refusal && !act.unread && actionButton(".primary.large", ACTS.sign,
        () => colleagues.countersign(one)),
      twice(() => colleagues.decline(one.text))];
  }

  /* ---- What this device waits for ----------------------------------------- */

  waiting(one) {
    const { colleagues } = this;
    const text = textOf(one.note);
    const act = new Act(this.member, text, [], one.names);
    const heading = el("h2");

    void this.sentence(heading, act);
    return el("section.card", el("p.small.soft", say(ACTS.waits)), heading,
      notice("", "wait", el("p", say(ACTS.waitsFor, {
        who: signersOf(colleagues.missingOf(one)),
        time: timeOf(colleagues.endOf(one)) }))),
      actionButton(".quiet", ACTS.withdraw,
        () => colleagues.withdraw(one.name)));
  }
}

/* 监票人; of two: 两名监票人. */
function signersOf(posts) {
  const kinds = [...new Set(posts.map(kindOf))];

  return kinds.map((kind) => say(kind === "scrutineer" &&
    posts.filter((post) => kindOf(post) === kind).length > 1
    ? SIGNER.scrutineers : SIGNER[kind])).join(say(["、", ", "]));
}

/* The first tap asks. */
function twice(act) {
  const box = el("div.actions");

  box.append(el("button.button.quiet", { type: "button", onclick: () => {
    fill(box, actionButton(".danger", ACTS.declineSure, act));
    box.querySelector("button").focus();
  } }, say(ACTS.decline)));
  return box;
}
