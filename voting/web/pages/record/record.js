/**
 * The public record: sessions, their questions, every round of voting with its
 * result and how it came about. First as the server has it, and then counted
 * again in this page, from the record alone. No login, no keys.
 */

import { addStyle } from "../../assets.js";
import { Recount } from "../../log/audit.js";
import { entriesOf } from "../../core/core_log.js";
import { el, fill } from "../../screen/dom.js";
import { bundlePath } from "../../log/follow.js";
import { Frame } from "../../screen/frame.js";
import { Hall } from "../../log/hall.js";
import { readBytes, readView } from "../../log/server.js";
import { hexOf, Texts } from "../../log/texts.js";
import { dateOf, say, timeOf } from "../../screen/words.js";
import { MINE, RECORD, RECOUNT } from "../../words/record.js";
import { codeCard } from "./code.js";
import { showEntry } from "./entry.js";
import { History } from "./events.js";
import { mineCard } from "./mine.js";
import { trustCard } from "./recount.js";
import { resultsOf } from "./results.js";
import { statementsCard } from "./statements.js";

const BUNDLE = 256;
/* So many entries are read between two looks at what the person does. */
const AT_ONCE = 500;

/* Where on the page one can check, most wanted first. */
const WAYS = [["recount", RECOUNT.title], ["mine", MINE.title],
  ["code", RECORD.code], ["statements", RECORD.toStatements]];

const pause = () => new Promise((done) => void setTimeout(done));

/** @param {HTMLElement} root */
export async function start(root) {
  ["record", "bars", "print"].forEach((name) =>
    addStyle(`pages/record/${name}.css`));
  const page = new Record(new Frame(root,
    { title: RECORD.title, wide: true }));

  await page.open();
}

/* Texts that were recounted need not be asked for again. */
class KeptTexts extends Texts {
  constructor(core) {
    super(core);
    this.kept = new Map();
  }

  keep(bytes) {
    this.kept.set(hexOf(this.core.sha256(bytes)), bytes);
  }

  async bytesOf(hex) {
    return this.kept.get(hex) ?? super.bytesOf(hex);
  }
}

export class Record {
  /**
   * @param {Frame} frame
   * @param {{file?: Uint8Array}} [what]  a whole record in this page, instead
   *     of the server's
   */
  constructor(frame, { file = null } = {}) {
    this.frame = frame;
    this.file = file;
    this.report = this.recount = this.progress = this.trouble = null;
    /** What was recounted here and holds; nothing else is shown as counted. */
    this.counted = null;
    this.conference = null;
    this.entries = [];
    this.history = new History();
    this.rounds = [];
    this.unfolded = new Set();
    /** What is typed in, and which forms have been asked: both outlive a
     * redraw in the other language. @type {Map<string, HTMLElement>} */
    this.inputs = new Map();
    this.asked = new Set();
    this.shown = 0; /* which of several refreshes is the last */
    this.reading = Promise.resolve();
  }

  get offline() {
    return this.file !== null;
  }

  async open() {
    this.frame.show("opening", () => el("p", { role: "status" },
      say(RECORD.opening)));
    this.hall = await Hall.open("audit.wasm");
    this.hall.texts = this.texts = new KeptTexts(this.hall.core);
    if (this.offline) {
      this.places();
      await this.recountAll();
      return;
    }
    this.hall.listen({
      onNow: (_, news) => void (news.stage ? this.refresh()
        : news.size && this.drawTrust()),
      onConnection: (there) => this.frame.connected(there),
    });
  }

  /** Seconds since 1970: the server's, or this device's. */
  now() {
    return this.hall.shownTime();
  }

  /** How many entries have come since it was recounted. */
  newerBy() {
    return this.hall.now ? this.hall.now.size - this.report.size : 0;
  }

  /* ---- Reading ---------------------------------------------------------------- */

  /** Reads what is new, and shows it. While it is counted nothing changes. */
  async refresh() {
    const turn = ++this.shown;

    try {
      const found = await this.read();

      if (turn !== this.shown)
        return;
      Object.assign(this, found);
    } catch (error) {
      if (turn !== this.shown)
        return;
      this.trouble = error;
    }
    this.places();
    this.draw();
  }

  async read() {
    const { counted } = this;
    const conference = await (counted ? counted.conference()
      : readView("conference"));
    const { texts } = this;

    if (!counted)
      await this.readEntries(conference.log.size);
    const opened = conference.papers.filter((p) => p.round !== null);
    const [title, rounds, statements, ...sessions] = await Promise.all([
      texts.read(conference.title),
      Promise.all(opened.map(async (paper) => {
        const round = await (counted ? counted.round(paper.round)
          : readView(`round/${paper.round}`));

        return { round, paper, texts: await texts.ofRound(round) };
      })),
      Promise.all(conference.statements.map(async (said) =>
        ({ said, text: await texts.read(said.text) }))),
      ...conference.sessions.map(async (session) =>
        [session.id, await texts.read(session.title)])]);
    const waiting = await Promise.all(conference.papers.filter((p) =>
      p.round === null).map(async (paper) => ({ paper,
      text: await texts.read(paper.title) })));

    return { conference, title, rounds, waiting, statements, trouble: null,
      sessionTitles: new Map(sessions) };
  }

  /* As the server has them, one reader at a time; a recount replaces them by
   * what it has read, and then nothing of the server's comes behind those. */
  async readEntries(size) {
    this.reading = this.reading.catch(() => {}).then(() =>
      this.readUpTo(size));
    await this.reading;
  }

  async readUpTo(size) {
    while (this.entries.length < size && !this.counted) {
      const { entries } = this;
      const index = Math.floor(entries.length / BUNDLE);
      const width = Math.min(BUNDLE, size - index * BUNDLE);
      const read = entriesOf(await readBytes(bundlePath(index, width)));

      if (this.entries !== entries ||
          entries.length >= index * BUNDLE + read.length)
        return; /* shorter than it said: what follows is shown without it */
      this.takeEntries(read.slice(entries.length - index * BUNDLE));
    }
  }

  takeEntries(entries) {
    for (const entry of entries) {
      this.entries.push(entry);
      this.history.take(entry);
    }
  }

  /** A text that a view or an entry names. */
  readText(blob) {
    return this.texts.read(blob);
  }

  /** What the question of this paper is called, or null. */
  titleOfPaper(entry) {
    const title = this.rounds.find((r) => r.round.entry === entry)
      ?.texts.get("title");

    return title ? say(title.title) : null;
  }

  /* ---- Recounting --------------------------------------------------------------- */

  /**
   * Counts everything again. After one that held, the proofs of what was
   * checked then are not looked at twice.
   */
  async recountAll({ anew = false } = {}) {
    const pin = !anew && this.counted ? await this.counted.makePin() : null;

    this.recount?.close();
    Object.assign(this, { report: null, counted: null, trouble: null,
      progress: { done: 0, all: 0 } });
    this.drawTrust();
    try {
      this.recount = await Recount.begin(pin);
      const onProgress = (done, all) => {
        this.progress = { done, all };
        this.onProgress?.();
      };

      this.report = await (this.offline
        ? this.recount.runFile(this.file, onProgress)
        : this.recount.run(onProgress));
      await this.keep();
    } catch (error) {
      this.trouble = error.code === "ERR_INPUT"
        ? Object.assign(error, { words: RECORD.noRecord }) : error;
    }
    this.progress = null;
    if (this.offline && !this.counted)
      this.draw();
    else
      await this.refresh();
  }

  /* What was counted and holds is what is shown from now on. */
  async keep() {
    const { groups } = this.recount;
    const history = new History();

    if (!this.report.holds)
      return;
    for (const [i, { entry, texts }] of groups.entries()) {
      if (i % AT_ONCE === 0)
        await pause();
      history.take(entry);
      for (const text of texts)
        this.texts.keep(text);
    }
    Object.assign(this, { history, counted: this.recount.audit,
      entries: groups.map(({ entry }) => entry) });
  }

  /* ---- Showing ------------------------------------------------------------------- */

  /* Each part has a place of its own, so that what somebody fills in stays while
   * other parts change. */
  places() {
    this.frame.show("record", () => {
      this.place = { head: el("div"),
        trust: el("div.place.aim", { id: "recount" }),
        results: el("div.place.record-main"), side: el("div.place") };
      if (this.conference)
        this.draw();
      else
        this.drawTrust();
      return [this.place.head, el("div.record", el("div.record-trust",
        this.place.trust), this.place.results,
      el("div.record-side", this.place.side))];
    });
  }

  draw() {
    this.drawTrust();
    if (!this.conference)
      return;
    fill(this.place.head, this.head());
    this.keepFocus(() => fill(this.place.results, resultsOf(this),
      statementsCard(this, this.statements)));
    if (this.place.side.hasChildNodes())
      this.showCode();
    else
      fill(this.place.side, mineCard(this), codeCard(this));
  }

  /* Whoever has the focus on something that can be unfolded keeps it there. */
  keepFocus(redraw) {
    const key = document.activeElement?.closest("summary")?.parentNode
      .dataset.fold;

    redraw();
    if (key)
      this.place.results.querySelector(`[data-fold="${CSS.escape(key)}"]`)
        ?.firstChild.focus({ preventScroll: true });
  }

  drawTrust() {
    this.onProgress = null;
    if (this.place)
      fill(this.place.trust, trustCard(this));
  }

  head() {
    const { log } = this.conference;

    return el("div.record-head",
      el("h1", this.title ? say(this.title.title) : log.origin),
      el("p.small.soft", say(this.counted ? RECORD.stateCounted
        : RECORD.stateServed, { n: log.size, date: dateOf(log.time) }),
      " ", el("span.code", log.origin)),
      el("nav.ways.unprinted", { "aria-label": say(RECORD.ways) },
        el("span", say(RECORD.ways)), WAYS.map(([place, words]) =>
          el("a", { href: `#${place}` }, say(words)))));
  }

  /**
   * Something that can be unfolded, and stays so when the page is drawn anew.
   *
   * @param {string} key
   * @param {string} words
   * @param {() => Node} draw
   * @param {Node|false} [beside]
   */
  fold(key, words, draw, beside = false) {
    const inside = el("div");
    const open = this.unfolded.has(key);
    const look = () => {
      if (fold.open && !inside.hasChildNodes())
        fill(inside, draw());
    };
    const fold = el("details", { open, "data-fold": key, ontoggle: () => {
      if (fold.open)
        this.unfolded.add(key);
      else
        this.unfolded.delete(key);
      look();
    } }, el("summary", el("span", words), beside), inside);

    look();
    return fold;
  }

  /**
   * A field to type into; the same one whenever the page is drawn anew.
   *
   * @param {string} tag
   * @param {{id: string}} attributes
   */
  input(tag, attributes) {
    if (!this.inputs.has(attributes.id))
      this.inputs.set(attributes.id, el(tag, attributes));
    return this.inputs.get(attributes.id);
  }

  /** Number and time of an entry; pressed, it shows the entry itself. */
  entryButton({ index, time }) {
    return el("button.entry", { type: "button",
      onclick: () => showEntry(this, index) },
    say(RECORD.entryOf, { n: index }), time ? ` · ${timeOf(time)}` : "");
  }
}
