/**
 * Paper ballots, by two scrutineers: handing a sheet to a seat, and sealing
 * what came back into the box, sheet by sheet. What is entered is nowhere but
 * on this screen, and is gone with it; sealed and shuffled, it says no more
 * than a ballot from a phone.
 */

import { el, fill } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { say } from "../../screen/words.js";
import { OPTION } from "../../words/result.js";
import { SCRUTINEER } from "../../words/scrutineer.js";
import { mistake } from "../../post/press.js";
import { proposeAndReturn } from "./hall.js";

const SHEETS_MIN = 3; /* fewer would show whose they are */

/** @param {import("./scrutineer.js").Scrutineer} scrutineer */
export async function sheetsTask(scrutineer, paper) {
  if (paper?.stage !== "open")
    return null;
  const round = scrutineer.log.round(paper.round);
  const texts = await scrutineer.hall.texts.ofRound(round);

  const sheets = new Sheets(scrutineer, paper, round, texts);

  return () => [el("h1", titleOf(texts.get("title"), paper.id)),
    issuing(scrutineer, paper), sheets.card()];
}

function titleOf(text, id) {
  return text ? say(text.title) : id;
}

/* ---- A sheet for a seat --------------------------------------------------- */

/* 17 is seat/017. */
function seatOf(text) {
  return /^\d{1,5}$/.test(text) ? `seat/${text.padStart(3, "0")}` : null;
}

function issuing(scrutineer, paper) {
  const who = el("p", { id: "seat-who", role: "status" });
  const tell = () => {
    who.textContent = whose(scrutineer, seatOf(field.value.trim()));
  };
  const field = scrutineer.typing(el("input.number", { id: "seat",
    inputmode: "numeric", autocomplete: "off",
    "aria-describedby": "seat-who", oninput: tell }));

  tell();
  void scrutineer.names.load().catch(() => {});
  return el("section.card", el("h2", say(SCRUTINEER.issue)),
    el("p", say(SCRUTINEER.issueHow)),
    el("div.field", el("label", { for: "seat" }, say(SCRUTINEER.seat)), field),
    who,
    actionButton(".primary", SCRUTINEER.signTogether, async () => {
      const seat = seatOf(field.value.trim());

      if (!seat || whose(scrutineer, seat) === say(SCRUTINEER.noSeat)) {
        field.focus();
        throw mistake(SCRUTINEER.noSeat);
      }
      await proposeAndReturn(scrutineer, `sheet/${paper.id}/${seat}`,
        scrutineer.log.draft.deskIssue({ paper: paper.id, seat }));
    }));
}

/* 席位 017 王书茵 */
function whose(scrutineer, seat) {
  if (!seat)
    return "";
  try {
    scrutineer.log.seat(seat);
  } catch {
    return say(SCRUTINEER.noSeat);
  }
  return scrutineer.names.known.has(seat)
    ? `${postName(seat)} ${scrutineer.names.of(seat)}` : postName(seat);
}

/* ---- What came back ------------------------------------------------------- */

class Sheets {
  constructor(scrutineer, paper, round, texts) {
    this.scrutineer = scrutineer;
    this.paper = paper;
    this.round = round;
    this.texts = texts;
    this.form = scrutineer.log.ballotForm(paper.id);
    /** @type {number[][]} an option a row */
    this.entered = [];
    this.place = el("div.sheet-entry");
    this.count = el("p.big.number", { role: "status" });
    this.spoiled = el("input.number", { id: "spoiled", type: "number", min: 0,
      value: "0", inputmode: "numeric" });
    this.choices = [];
  }

  /* How many sheets are out. */
  get out() {
    const { sheets_issued, sheets_returned, sheets_spoiled } = this.round;

    return sheets_issued - sheets_returned - sheets_spoiled;
  }

  card() {
    const back = actionButton(".quiet", SCRUTINEER.sheetBack, () => {
      this.entered.pop();
      this.draw();
    });

    this.draw();
    return el("section.card", el("h2", say(SCRUTINEER.seal)),
      el("p", say(SCRUTINEER.sealHow, { n: SHEETS_MIN })),
      this.out === 0 ? notice("", "wait", el("p", say(SCRUTINEER.noneOut)))
        : [this.count, this.place, back,
          el("div.field", el("label", { for: "spoiled" },
            say(SCRUTINEER.spoiled)), this.spoiled),
          notice("warn", "alert", el("p", say(SCRUTINEER.sealWarn))),
          actionButton(".primary.large", SCRUTINEER.sealSign,
            () => this.seal())]);
  }

  /* An empty sheet to enter. */
  draw() {
    this.choices = this.form.rows.map(() => null);
    this.count.textContent = say(SCRUTINEER.entered, { n: this.entered.length,
      all: this.out });
    fill(this.place, this.form.rows.map((row, i) => this.row(row, i)),
      actionButton("", SCRUTINEER.sheetNext, () => this.take()));
  }

  row(id, index) {
    const label = titleOf(this.texts.get(id), id);

    return el("fieldset.sheet-row", el("legend", label),
      this.form.options.map((option, k) => {
        const name = `sheet-${index}`;
        const input = el("input", { type: "radio", name, id: `${name}-${k}`,
          onchange: () => {
            this.choices[index] = k;
          } });

        return el("label.sheet-choice", { for: `${name}-${k}` }, input,
          OPTION[option] ? say(OPTION[option]) : option);
      }));
  }

  take() {
    if (this.choices.includes(null)) {
      this.place.querySelectorAll("fieldset")[this.choices.indexOf(null)]
        .querySelector("input").focus();
      throw mistake(SCRUTINEER.rowMissing);
    }
    if (this.entered.length >= this.out)
      throw mistake(SCRUTINEER.sheetsMany);
    this.entered.push(this.choices);
    this.draw();
    this.place.querySelector("input")?.focus();
  }

  async seal() {
    const spoiled = Number(this.spoiled.value || 0);
    const { length } = this.entered;

    if (!Number.isInteger(spoiled) || spoiled < 0 ||
        length + spoiled === 0 || (length > 0 && length < SHEETS_MIN))
      throw mistake(SCRUTINEER.sheetsFew);
    const draft = this.scrutineer.log.draft.sheets({ paper: this.paper.id,
      sheets: this.entered, spoiled });

    for (const sheet of this.entered)
      sheet.fill(0);
    this.entered = [];
    this.draw();
    await proposeAndReturn(this.scrutineer, `sheets/${this.paper.id}`, draft);
  }
}

