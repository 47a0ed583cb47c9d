/**
 * For those without a phone: the voting tablet, paper sheets, and what is
 * printed beforehand for the day when nothing else works.
 */

import { el, fill } from "../../screen/dom.js";
import { qrCode } from "../../screen/qr.js";
import { say } from "../../screen/words.js";
import { DESK, WITHOUT } from "../../words/desk.js";
import { ballotSheets, countSheets, listSheets } from "./paper.js";

const KINDS = ["ballots", "list", "count"];
const COPIES_MAX = 400;

export class WithoutView {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.kind = "ballots";
    this.paper = null; /* by its id */
    this.copies = 0; /* 0: as many as there are voters */
  }

  /* Questions that are still to be voted on, with their texts. */
  async prepare() {
    const { log, hall } = this.desk;

    await this.desk.readTitle();
    this.papers = log.conference().papers.filter((p) => p.ballot !== "hands" &&
      !["counted", "declared", "published"].includes(p.stage));
    this.texts = new Map(await Promise.all(this.papers.map(async (p) =>
      [p.id, await hall.texts.read(p.title).catch(() => null)])));
    this.paper = this.papers.find((p) => p.id === this.paper)?.id ??
      this.papers[0]?.id ?? null;
    await this.readPaper();
  }

  /* The chosen question as a sheet has it. */
  async readPaper() {
    const paper = this.papers.find((p) => p.id === this.paper);

    this.rows = [];
    if (!paper)
      return;
    const { rows } = this.desk.log.paper(paper.entry);

    this.rows = await Promise.all(rows.map(async (row) => ({ id: row.id,
      text: await this.desk.hall.texts.read(row.text).catch(() => null),
      rule: row.rule })));
  }

  titleOf(id) {
    const text = this.texts.get(id);

    return text ? say(text.title) : id;
  }

  draw() {
    this.sheets = el("div");
    const cards = [this.kioskCard(), this.sheetsCard()];

    this.drawSheets();
    this.update();
    return [el("div.columns.unprinted", cards), this.paperCard(), this.sheets];
  }

  update() {
    fill(this.out, this.sheetsOut());
  }

  kioskCard() {
    return el("section.card", el("h1", say(WITHOUT.kiosk)),
      el("p", say(WITHOUT.kioskHow)),
      el("div.kiosk-address", qrCode(`${location.origin}/kiosk`,
        say(WITHOUT.kioskCode)), el("p.code", `${location.host}/kiosk`)));
  }

  /* ---- Paper sheets of an open round -------------------------------------- */

  sheetsCard() {
    this.out = el("div");
    return el("section.card", el("h2", say(WITHOUT.sheets)),
      el("p", say(WITHOUT.sheetsHow)), this.out);
  }

  sheetsOut() {
    const { log } = this.desk;
    const open = log.conference().papers.filter((p) => p.stage === "open")
      .map((p) => log.round(p.round)).filter((r) => r.sheets_issued > 0);

    return open.length === 0 ? el("p.soft", say(WITHOUT.sheetsNone))
      : open.map((round) => [
        el("p.number", say(WITHOUT.sheetsOut, { title: this.titleOf(round.id),
          issued: round.sheets_issued, returned: round.sheets_returned,
          spoiled: round.sheets_spoiled })),
        el("ul.names", this.holders(round).map((name) => el("li", name)))]);
  }

  holders(round) {
    return this.desk.people.filter((seat) => seat.open.some((r) =>
      r.round === round.round && r.standing === "has-sheet"))
      .map((seat) => this.desk.names.of(seat.post));
  }

  /* ---- Paper to print ----------------------------------------------------- */

  paperCard() {
    return el("section.card.unprinted", el("h2", say(WITHOUT.paper)),
      el("p", say(WITHOUT.paperHow)),
      el("fieldset.reasons.across", el("legend", say(WITHOUT.what)),
        KINDS.map((kind) => el("label.pick", el("input", { type: "radio",
          name: "kind", value: kind, checked: kind === this.kind,
          onchange: () => {
            this.kind = kind;
            this.desk.frame.redraw();
          } }), el("span", say(WITHOUT[kind]))))),
      this.kind !== "list" && this.questionFields(),
      el("button.button.primary", { type: "button",
        onclick: () => print() }, say(DESK.print)));
  }

  questionFields() {
    if (this.papers.length === 0)
      return el("p.soft", say(WITHOUT.noQuestion));
    const select = el("select", { id: "question",
      onchange: () => {
        this.paper = select.value;
        void this.desk.anew();
      } }, this.papers.map((p) => el("option", { value: p.id,
      selected: p.id === this.paper }, this.titleOf(p.id))));
    const copies = el("input", { id: "copies", type: "number", min: 1,
      max: COPIES_MAX, value: this.count(), onchange: () => {
        this.copies = Math.min(COPIES_MAX, Math.max(1,
          Math.floor(Number(copies.value)) || 1));
        copies.value = this.copies;
        this.drawSheets();
      } });

    return el("div.pair",
      el("div.field", el("label", { for: "question" },
        say(WITHOUT.question)), select),
      this.kind === "ballots" && el("div.field",
        el("label", { for: "copies" }, say(WITHOUT.copies)), copies));
  }

  count() {
    return this.copies || Math.min(COPIES_MAX,
      this.desk.people.filter((seat) => seat.voting).length || 1);
  }

  drawSheets() {
    const paper = this.papers.find((p) => p.id === this.paper);
    const what = paper && { paper, rows: this.rows,
      title: this.titleOf(paper.id), conference: this.desk.titleOfConference() };

    if (this.kind === "list")
      fill(this.sheets, listSheets(this.desk));
    else if (!what)
      fill(this.sheets); /* that there is no question stands above */
    else if (this.kind === "ballots")
      fill(this.sheets, ballotSheets(what, this.count()));
    else
      fill(this.sheets, countSheets(what,
        this.desk.log.conference().attendance));
  }
}
