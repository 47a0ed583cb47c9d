/**
 * What two scrutineers count in the hall, and what one of them puts on record.
 * Each of these is a screen of its own.
 */

import { el } from "../dom.js";
import { actionButton, notice } from "../frame.js";
import { language, say } from "../words.js";
import { OPTION } from "../words/result.js";
import { SCRUTINEER } from "../words/scrutineer.js";

const COUNT_MAX = 99999; /* as the protocol has it */

/** A field for a number of people. */
function numberField(id, words) {
  const field = el("input.number", { id, type: "number", min: 0,
    max: COUNT_MAX, inputmode: "numeric", required: true });

  return [el("div.field", el("label", { for: id }, words), field), field];
}

/* The number that stands there; a whole one, or it is said so. */
function read(field) {
  const number = Number(field.value);

  if (field.value.trim() === "" || !Number.isInteger(number) || number < 0 ||
      number > COUNT_MAX) {
    field.focus();
    throw Object.assign(new Error("number"), { code: "number",
      words: SCRUTINEER.number });
  }
  return number;
}

/**
 * Signs with a colleague, and goes back.
 *
 * @param {import("./scrutineer.js").Scrutineer} scrutineer
 */
export async function proposeAndReturn(scrutineer, name, draft, texts = []) {
  const done = await scrutineer.propose(`${name}/${scrutineer.log.size}`, draft,
    texts);

  await scrutineer.turnTo(null, done ? SCRUTINEER.done : null);
}

/* ---- The headcount -------------------------------------------------------- */

/** @param {import("./scrutineer.js").Scrutineer} scrutineer */
export function headcountTask(scrutineer) {
  return () => {
    const [place, field] = numberField("counted",
      say(SCRUTINEER.headcountHere));

    return [el("section.card", el("h1", say(SCRUTINEER.headcount)),
      el("p", say(SCRUTINEER.headcountHow)), place,
      actionButton(".primary.large", SCRUTINEER.signTogether, () =>
        proposeAndReturn(scrutineer, "headcount", scrutineer.log.draft
          .headcount({ counted: read(field), at: scrutineer.hall.time() }))))];
  };
}

/* ---- A show of hands ------------------------------------------------------ */

/** @param {import("./scrutineer.js").Scrutineer} scrutineer */
export async function handsTask(scrutineer, paper) {
  if (paper?.stage !== "open")
    return null;
  const round = scrutineer.log.round(paper.round);
  const texts = await scrutineer.hall.texts.ofRound(round);

  return () => {
    const fields = [];
    const rows = round.rows.map((row, i) => el("fieldset.hands",
      el("legend", titleOf(texts.get(row.id), row.id)),
      paper.options.map((option) => {
        const [place, field] = numberField(`hands-${i}-${option}`,
          OPTION[option] ? say(OPTION[option]) : option);

        (fields[i] ??= []).push(field);
        return place;
      })));

    return [el("section.card", el("h1", titleOf(texts.get("title"), paper.id)),
      el("p", say(SCRUTINEER.handsHow, { n: round.present })), rows,
      actionButton(".primary.large", SCRUTINEER.signTogether, () =>
        proposeAndReturn(scrutineer, `hands/${paper.id}`, scrutineer.log.draft
          .hands({ paper: paper.id, counts: fields.map((row) =>
            row.map(read)) }))))];
  };
}

function titleOf(text, id) {
  return text ? say(text.title) : id;
}

/* ---- An incident ---------------------------------------------------------- */

/** @param {import("./scrutineer.js").Scrutineer} scrutineer */
export function incidentTask(scrutineer) {
  return () => {
    const field = el("textarea", { id: "incident", rows: 5, required: true });

    return [el("section.card", el("h1", say(SCRUTINEER.incident)),
      el("p", say(SCRUTINEER.incidentHow)),
      notice("warn", "alert", el("p", say(SCRUTINEER.incidentPublic))),
      el("div.field", el("label", { for: "incident" },
        say(SCRUTINEER.incidentText)), field),
      actionButton(".primary.large", SCRUTINEER.incidentSign,
        () => record(scrutineer, field)))];
  };
}

async function record(scrutineer, field) {
  const words = field.value.trim();

  if (words === "") {
    field.focus();
    throw Object.assign(new Error("text"), { code: "text",
      words: SCRUTINEER.incidentEmpty });
  }
  const text = scrutineer.hall.core.writeText({ [language()]: words });
  const draft = scrutineer.log.draft.statement("incident", { text });

  draft.signedBy([scrutineer.me.post]);
  draft.sign(scrutineer.me.post, scrutineer.key);
  await proposeAndReturn(scrutineer, "incident", draft, [text]);
}
