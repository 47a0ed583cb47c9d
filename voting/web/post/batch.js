/**
 * What a colleague asks several times over: people signed in or out, paper
 * ballots for several. It is read as one list, in words made from each event,
 * and signed one after the other; who would rather, decides one by one.
 */

import { Act } from "./acts.js";
import { el, fill } from "../screen/dom.js";
import { actionButton, failure } from "../screen/frame.js";
import { say, timeOf } from "../screen/words.js";
import { textOf } from "./draft_note.js";
import { ACTS, ALL, CHECK_ALL } from "../words/acts.js";

/* Nothing that takes something from somebody: those are read one by one. */
const TOGETHER = /^congress\/v1 (present|leave|desk-issue)\n/;
const BOUNCE_MS = 1000; /* a list that has just changed is not yet signed */

/**
 * Of what kind an event is, and of which round; null if it stands alone.
 *
 * @param {string} text
 */
function kindOfBatch(text) {
  const [, type] = TOGETHER.exec(text) ?? [];

  return type ? `${type} ${/^open .*$/m.exec(text)?.[0] ?? ""}` : null;
}

/**
 * Lists of what may stand together, alone where it may not, in their order.
 *
 * @template T
 * @param {T[]} all
 * @param {(one: T) => string|null} keyOf
 * @returns {T[][]}
 */
function grouped(all, keyOf) {
  const groups = new Map();

  all.forEach((one, i) => {
    const key = keyOf(one) ?? i;

    groups.set(key, [...(groups.get(key) ?? []), one]);
  });
  return [...groups.values()];
}

/**
 * What others ask: together only what is of one kind and author, and what this
 * device's signature completes, so that the log's own checks were tried on it.
 *
 * @param {import("./draft_note.js").Asked[]} asked
 * @param {import("./member.js").Member} member
 * @param {Set<string>} apart  hashes of what is decided one by one
 */
export function groupsAsked(asked, member, apart) {
  return grouped(asked, ({ text, hash, author, draft, refusal }) => {
    const kind = kindOfBatch(text);
    const completes = draft.missing.every((post) => member.keys.has(post));

    return kind && completes && !refusal && !apart.has(hash)
      ? `${kind} ${author}` : null;
  });
}

/** What this device waits for. */
export function groupsWaiting(mine, apart) {
  return grouped(mine, ({ name, note }) => apart.has(name) ? null
    : kindOfBatch(textOf(note)));
}

/* 12 人已到场; of a question its title. */
export function headingOf(acts) {
  const [first] = acts;

  return say(ALL[first.lines.type], { n: acts.length, title: first.title });
}

/** The sentences of several, as a list. @param {Act[]} acts */
export function listOf(acts) {
  return el("ol.batch", acts.map((act) => el("li", act.sentence())));
}

/** The card of a list that a colleague asks this device to sign. */
export class Batch {
  /**
   * @param {import("./colleague_card.js").ColleagueCard} card
   * @param {string} key  under which the card keeps it
   * @param {import("./draft_note.js").Asked[]} all
   */
  constructor(card, key, all) {
    this.card = card;
    this.key = key;
    this.colleagues = card.colleagues;
    this.all = all;
    this.running = false;
    this.acts = all.map((one) => new Act(card.member, one.text, one.texts,
      one.names));
    this.node = el("section.card.asked", el("p.small.soft", say(ACTS.asks)),
      el("progress", { "aria-label": say(ACTS.asks) }));
    void this.read();
  }

  async read() {
    await Promise.all(this.acts.map((act) => act.read()));
    const [first] = this.all;
    const sign = actionButton(".primary.large", ACTS.signAll.map((words) =>
      words.replace("{n}", this.all.length)), () => this.sign());
    const button = sign.querySelector("button");

    this.progress = el("progress", { hidden: true, max: this.all.length,
      "aria-label": say(ACTS.asks) });
    this.words = el("p.soft", { role: "status" });
    this.apart = el("button.button.quiet", { type: "button",
      onclick: () => this.card.takeApart(this.all.map(({ hash }) => hash)) },
    say(ACTS.oneByOne));
    button.disabled = true;
    setTimeout(() => {
      button.disabled = this.running;
    }, BOUNCE_MS);
    fill(this.node, el("p.small.soft", say(ACTS.asks)),
      el("h2", headingOf(this.acts)), listOf(this.acts),
      el("p.soft", say(ACTS.from, { who: this.acts[0].who(first.author),
        time: timeOf(Math.min(...this.all.map(({ until }) => until))) })),
      el("p", say(CHECK_ALL[this.acts[0].lines.type])), sign, this.progress,
      this.words, this.apart);
  }

  /* Signs what stands in the list, and nothing else. */
  async sign() {
    const failed = [];

    this.running = true;
    this.card.running.set(this.key, this);
    this.apart.hidden = true;
    this.progress.hidden = false;
    for (let i = 0; i < this.all.length; i++) {
      this.progress.value = i;
      this.words.textContent = say(ACTS.signing, { done: i,
        all: this.all.length });
      try {
        await this.colleagues.countersign(this.all[i]);
      } catch (error) {
        failed.push([this.acts[i], error]);
      }
    }
    this.running = false;
    this.card.signed(this, failed);
  }

  /** What became of it. @param {[Act, Error][]} failed */
  outcome(failed) {
    const done = this.all.length - failed.length;

    return [el("p", { role: "status" }, say(failed.length === 0
      ? ACTS.allSigned : ACTS.someSigned, { done, n: failed.length })),
    failed.length > 0 && el("ul.batch", failed.map(([act, error]) => el("li",
      act.sentence(), failure(error))))];
  }
}
