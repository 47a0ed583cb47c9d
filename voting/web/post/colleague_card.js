/**
 * What colleagues ask this device to sign, and what it waits for itself. Each
 * of them keeps its place and its element while it is there, so that nothing
 * moves under a finger.
 */

import { Act } from "./acts.js";
import { Batch, groupsAsked, groupsWaiting, headingOf, listOf }
  from "./batch.js";
import { el, fill, status } from "../screen/dom.js";
import { lapsesAt, textOf } from "./draft_note.js";
import { actionButton, failure, notice } from "../screen/frame.js";
import { kindOf, postName } from "./posts.js";
import { signersFor, signersInWords } from "./signers.js";
import { onLanguage, say, speaking, timeOf } from "../screen/words.js";
import { ACTS, SIGNER } from "../words/acts.js";

const GOOD_MS = 8000; /* how long it is said that all went well */

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
    /** What is decided one by one, by hash or name. @type {Set<string>} */
    this.apart = new Set();
    /** Lists that are being signed: they stay until they have come through.
     *  @type {Map<string, Batch>} */
    this.running = new Map();
    /** @type {Map<string, {box: HTMLElement, list: HTMLElement}>} by words */
    this.said = new Map();
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
    const able = mine.length > 0 && `${this.member.names.known.size} ${
      this.member.log.conference().officers.filter((officer) =>
        officer.enrolled && !officer.retired).length}`;

    this.keep(this.asks, this.listsAsked(asked));
    this.keep(this.waits, groupsWaiting(mine, this.apart)
      .map((all) => [`mine ${able} ${all.map(({ name, note, again }) =>
        `${name} ${lapsesAt(textOf(note))} ${again}`).join()}`,
      () => this.waiting(all)]));
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

  /** How something ended without a signature, until it is put away; several
   *  that ended alike are one list. */
  say(text, error) {
    const words = say(error.words ?? error);
    const line = el("li");
    let there = this.said.get(words);

    if (!there?.box.isConnected) {
      const list = el("ul.plain.batch");
      const box = el("section.card", list, failure(error),
        el("button.button", { type: "button", onclick: () => {
          box.remove();
          this.show();
        } }, say(ACTS.understood)));

      there = { box, list };
      this.said.set(words, there);
      this.ends.append(box);
    }
    there.list.append(line);
    void this.sentence(line, new Act(this.member, text));
    this.show();
  }

  async sentence(node, act) {
    node.textContent = (await act.read()).sentence();
  }

  /* ---- What others ask ---------------------------------------------------- */

  /* What is being signed stays as it is, and is asked nowhere else. */
  listsAsked(asked) {
    const busy = new Set([...this.running.values()].flatMap(({ all }) =>
      all.map(({ hash }) => hash)));
    const groups = groupsAsked(asked.filter(({ hash }) => !busy.has(hash)),
      this.member, this.apart);

    return [...[...this.running].map(([key, { node }]) => [key, () => node]),
      ...groups.map((all) => all.length === 1
        ? [`asked ${all[0].hash} ${all[0].draft.lines.size} ${
          all[0].refusal?.code}`, () => this.asking(all[0])]
        : this.batch(all))];
  }

  batch(all) {
    const key = `asked ${all.map(({ hash }) => hash).join()}`;

    return [key, () => new Batch(this, key, all).node];
  }

  /** Decided one by one from now on. @param {string[]} names */
  takeApart(names) {
    for (const name of names)
      this.apart.add(name);
    this.draw();
  }

  /** A list has come through. */
  signed(batch, failed) {
    const put = () => {
      box.remove();
      this.show();
    };
    const box = el(`section.card${failed.length > 0 ? "" : ".good"}`,
      batch.outcome(failed), failed.length > 0 && el("button.button",
        { type: "button", onclick: put }, say(ACTS.understood)));

    this.running.delete(batch.key);
    this.ends.append(box);
    if (failed.length === 0)
      setTimeout(put, GOOD_MS);
    this.draw();
  }

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

  waiting(all) {
    const acts = all.map((one) => new Act(this.member, textOf(one.note), [],
      one.names));
    const heading = el("h2");
    const list = el("div");

    void Promise.all(acts.map((act) => act.read())).then(() => {
      heading.textContent = acts.length > 1 ? headingOf(acts)
        : acts[0].sentence();
      fill(list, acts.length > 1 ? listOf(acts)
        : acts[0].lines.type === "hands" && acts[0].hands());
    });
    return el("section.card", el("p.small.soft", say(ACTS.waits)), heading,
      list, notice("", "wait", this.waitsFor(all)), all.length > 1 &&
        el("button.button.quiet", { type: "button",
          onclick: () => this.takeApart(all.map(({ name }) => name)) },
        say(ACTS.oneByOne)),
      actionButton(".quiet", all.length > 1 ? ACTS.withdrawAll
        : ACTS.withdraw, () => this.withdraw(all)));
  }

  /* Who may sign it, until when, and that it goes on by itself. */
  waitsFor([first, ...others]) {
    const signers = signersFor(this.member, first.note);
    const dated = lapsesAt(textOf(first.note)) !== null;
    const again = [first, ...others].map((one) => one.again)
      .find((time) => time);

    return [el("p", signersInWords(signers, (post) => this.named(post))),
      el("p.small.soft", say(dated ? ACTS.untilDated : ACTS.until,
        { time: timeOf(this.colleagues.endOf(first)) })),
      again && el("p", { role: "status" }, say(ACTS.again,
        { time: timeOf(again) }))];
  }

  /* 监票人 1 郭雅楠 */
  named(post) {
    const name = this.member.names.known.get(post);

    return name?.zh ? `${postName(post)} ${say(name)}` : postName(post);
  }

  async withdraw(all) {
    for (const { name } of all)
      await this.colleagues.withdraw(name);
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
