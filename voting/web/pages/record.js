/**
 * The public record: results as the server has them, and all of it counted
 * again in this page, from the record alone. No login, no keys.
 */

import { Recount } from "../audit.js";
import { bundleOf, csvOf, download } from "../bundle.js";
import { fromBase64 } from "../device.js";
import { el, fill, mark } from "../dom.js";
import { actionButton, Frame, notice } from "../frame.js";
import { Hall } from "../hall.js";
import { readView } from "../server.js";
import { stageChip } from "../stage.js";
import { dateOf, say } from "../words.js";
import { RECORD } from "../words/record.js";
import { OPTION } from "../words/result.js";
import { mineCard } from "./record_mine.js";

/** @param {HTMLElement} root */
export async function start(root) {
  const page = new Record(new Frame(root,
    { title: RECORD.title, wide: true }));

  await page.open();
}

export class Record {
  /** @param {Frame} frame */
  constructor(frame) {
    this.frame = frame;
    this.report = null;
    this.recount = null;
  }

  async open() {
    this.hall = await Hall.open("audit.wasm");
    this.hall.listen({
      onNow: (_, news) => void (news.stage && this.refresh()),
      onConnection: (there) => this.frame.connected(there),
    });
  }

  /* What was recounted here, if it holds: then nothing that is shown is the
   * server's word any more. */
  get counted() {
    return this.report?.holds ? this.recount.audit : null;
  }

  async refresh() {
    const { counted } = this;
    const conference = await (counted ? counted.conference()
      : readView("conference"));
    const done = conference.papers.filter((p) => p.round !== null);
    const title = await this.hall.texts.read(conference.title);
    const rounds = await Promise.all(done.map(async (paper) => {
      const round = await (counted ? counted.round(paper.round)
        : readView(`round/${paper.round}`));

      return { round, texts: await this.hall.texts.ofRound(round) };
    }));

    /* It may have been recounted meanwhile. */
    if (counted !== this.counted) {
      await this.refresh();
      return;
    }
    Object.assign(this, { conference, title, rounds });
    this.draw();
  }

  draw() {
    this.frame.show(`record ${this.conference.log.size} ` +
      `${this.report?.size ?? 0}`, () => [
      el("h1", this.title ? say(this.title.title) : ""),
      this.codeCard(),
      this.recountCard(),
      mineCard(this),
      el("h2", say(RECORD.results)),
      this.rounds.length === 0 && el("p", say(RECORD.none)),
      this.rounds.map((r) => this.result(r)),
    ]);
  }

  /* ---- The record code ---------------------------------------------------- */

  codeCard() {
    const { log } = this.conference;
    const field = el("input", { id: "typed", autocapitalize: "characters",
      autocomplete: "off" });
    const answer = el("div", { role: "status" });
    const same = () => this.hall.core.recordCodeIs(fromBase64(log.root),
      field.value);

    return el("section.card.unprinted",
      el("h2", say(RECORD.code)),
      el("p.code.big", log.record_code),
      el("p.small.soft", `${log.size} · ${dateOf(log.time)}`),
      el("form.field", { onsubmit: (event) => {
        event.preventDefault();
        fill(answer, same() ? notice("good", "tick", say(RECORD.same))
          : notice("warn", "alert", el("p", say(RECORD.different)),
            el("p.small", say(RECORD.older))));
      } },
      el("label", { for: "typed" }, say(RECORD.codeHow)), field,
      el("button.button", { type: "submit" }, say(RECORD.compare)), answer));
  }

  /* ---- Recounting --------------------------------------------------------- */

  recountCard() {
    const bar = el("progress", { hidden: true });
    const words = el("p.soft", { role: "status" });

    if (this.report)
      return this.reportCard();
    return el("section.card.unprinted",
      el("h2", say(RECORD.recount)), el("p", say(RECORD.recountHow)),
      bar, words, actionButton(".primary.large", RECORD.recount,
        () => this.run((done, all) => {
          bar.hidden = false;
          bar.max = all;
          bar.value = done;
          words.textContent = say(RECORD.reading, { done, all });
        })));
  }

  async run(onProgress) {
    this.recount?.close();
    this.report = null;
    this.recount = await Recount.begin();
    this.report = await this.recount.run(onProgress);
    await this.refresh();
  }

  reportCard() {
    const { report } = this;

    return el("section.card.unprinted",
      report.holds ? notice("good", "tick", el("p", say(RECORD.holds)))
        : notice("bad", "alert", el("p", say(RECORD.fails))),
      el("p.code", report.record_code),
      el("details", { open: !report.holds }, el("summary", say(RECORD.checks)),
        el("ol.plain", report.checks.map((check) => el("li.line",
          el("span", `V${check.check} ${say(check.what)}`,
            check.words && el("p.small", say(check.words))),
          verdict(check.verdict))))),
      el("div.actions.row",
        el("button.button", { type: "button", onclick: () => download(
          "record.bundle", bundleOf(this.recount.checkpoint,
            this.recount.groups)) }, mark("down"), say(RECORD.bundle)),
        el("button.button", { type: "button", onclick: () => download(
          "results.csv", csvOf(this.table())) }, mark("down"),
        say(RECORD.table))));
  }

  /* ---- Results ------------------------------------------------------------ */

  result({ round, texts }) {
    const title = texts.get("title");

    return el("article.card",
      el("p", stageChip(round.stage)),
      el("h3", title ? say(title.title) : round.id),
      el("p.small.soft", say(RECORD.counts, { roll: round.roll,
        present: round.present, issued: round.issued,
        returned: round.returned })),
      round.rows.some((row) => row.counts) && el("div.scroll",
        { tabindex: "0", role: "region",
          "aria-label": title ? say(title.title) : round.id },
        el("table", head(round), el("tbody", round.rows.map((row) =>
          line(round, row, texts))))),
      round.rows.map((row) => row.sentence && el("p", round.rows.length > 1 &&
        el("b", `${rowName(row, texts)} `), say(row.sentence))),
      this.report?.holds && round.rows.some((row) => row.counts) &&
        this.sheet(round));
  }

  /* The sheet is written by the core, from the log that was just recounted. */
  sheet(round) {
    const place = el("pre.sheet");
    const opened = el("details.sheet-box", { ontoggle: async () => {
      if (opened.open && place.textContent === "")
        place.textContent = await this.recount.audit.countSheet(round.round,
          "both");
    } }, el("summary", say(RECORD.sheet)), place,
    el("button.button.unprinted", { type: "button", onclick: () => print() },
      say(RECORD.print)));

    return opened;
  }

  table() {
    const rows = [["question", "item", "option", "count", "outcome"]];

    for (const { round, texts } of this.rounds)
      for (const row of round.rows.filter((r) => r.counts))
        for (const [option, count] of Object.entries(row.counts))
          rows.push([say(texts.get("title")?.title ?? [round.id, round.id]),
            rowName(row, texts), option, count,
            row.label ?? row.outcome ?? ""]);
    return rows;
  }
}

function verdict(word) {
  if (word === "passed")
    return el("span.chip.good", mark("tick"));
  return el(word === "failed" ? "span.chip.bad" : "span.chip",
    mark(word === "failed" ? "cross" : "dash"));
}

function rowName(row, texts) {
  const text = texts.get(row.id);

  return text ? say(text.title) : row.id;
}

function bucketsOf(round) {
  return [...round.options, "unreturned", "unissued", "absent"];
}

function head(round) {
  return el("thead", el("tr", el("th", { scope: "col" }),
    bucketsOf(round).map((bucket) => el("th.count", { scope: "col" },
      say(OPTION[bucket] ?? [bucket, bucket])))));
}

function line(round, row, texts) {
  return el("tr", el("th", { scope: "row" }, rowName(row, texts)),
    bucketsOf(round).map((bucket) => el("td.count",
      row.counts?.[bucket] ?? "—")));
}
