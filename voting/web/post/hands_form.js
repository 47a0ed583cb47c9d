/**
 * The numbers of a show of hands, typed by an officer and held to who is
 * present. The form is made once and kept while its round is open, so that no
 * entry of the log takes away what is being typed.
 */

import { recall } from "../log/device.js";
import { el, fill } from "../screen/dom.js";
import { actionButton, notice } from "../screen/frame.js";
import { language, say } from "../screen/words.js";
import { HANDS } from "../words/chair_again.js";
import { OPTION } from "../words/result.js";
import { mistake } from "./press.js";

const forms = new Map(); /* by paper, round and language */

/**
 * @param {import("./colleague.js").Officer} officer
 * @param {Object} paper
 * @param {(row: Object) => string} nameOf  what a row is called
 * @returns {HTMLElement}
 */
export function handsForm(officer, paper, nameOf) {
  const key = `${paper.id} ${paper.round} ${language()}`;

  if (!forms.has(key))
    forms.set(key, new HandsForm(officer, paper, nameOf));
  return forms.get(key).node;
}

class HandsForm {
  constructor(officer, paper, nameOf) {
    this.officer = officer;
    this.paper = paper;
    this.sums = [];
    this.fault = el("div", { role: "status" });
    this.inputs = this.round.rows.map((_, i) => this.round.options.map((o) =>
      el("input", { id: `hands-${i}-${o}`, type: "number", min: 0,
        inputmode: "numeric", oninput: () => this.look() })));
    this.node = el("div.actions", el("h2", say(HANDS.count)),
      el("p.small.soft", say(HANDS.how, { n: this.round.present })),
      this.round.rows.map((row, i) => this.line(row, i, nameOf)), this.fault,
      actionButton(".primary.large", HANDS.record, () => this.record()));
    this.look();
  }

  get round() {
    return this.officer.log.round(this.paper.round);
  }

  line(row, i, nameOf) {
    const { options, rows } = this.round;

    this.sums[i] = el("p.small.soft");
    return el("fieldset.hands", rows.length > 1 && el("legend", nameOf(row)),
      el("div.numbers", options.map((option, k) => el("div.field",
        el("label", { for: `hands-${i}-${option}` },
          say(OPTION[option] ?? [option, option])), this.inputs[i][k]))),
      this.sums[i]);
  }

  /* NaN stands for a field that is empty or holds no number. */
  counts() {
    return this.inputs.map((row) => row.map(({ value }) =>
      /^\d{1,5}$/.test(value.trim()) ? Number(value) : NaN));
  }

  sum(row) {
    return row.reduce((sum, n) => sum + (Number.isNaN(n) ? 0 : n), 0);
  }

  /* The first line that adds up to more than are present: to how many. */
  excess() {
    return this.counts().map((row) => this.sum(row))
      .find((n) => n > this.round.present) ?? null;
  }

  look() {
    const { present } = this.round;
    const n = this.excess();

    this.counts().forEach((row, i) => {
      this.sums[i].textContent = say(HANDS.sum, { n: this.sum(row), present });
    });
    fill(this.fault, n !== null && notice("warn", "alert",
      el("p", say(HANDS.tooMany, { n, present }))));
  }

  async record() {
    const counts = this.counts();
    const n = this.excess();

    if (counts.flat().some(Number.isNaN))
      throw mistake(HANDS.empty);
    if (n !== null)
      throw mistake(HANDS.tooMany, { n, present: this.round.present });
    if (recall(`draft/hands/${this.paper.id}/${this.paper.round}`))
      throw mistake(HANDS.waits); /* other numbers would be passed over */
    await this.officer.together(`hands/${this.paper.id}/${this.paper.round}`,
      this.officer.log.draft.hands({ paper: this.paper.id, counts }));
  }
}
