/**
 * What two scrutineers count in the hall, and what one of them puts on record.
 * Each of these is a screen of its own.
 */

import { el } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { language, say } from "../../screen/words.js";
import { SCRUTINEER } from "../../words/scrutineer.js";
import { mistake } from "../../post/press.js";
import { handsForm } from "../../post/hands_form.js";

/* The number that stands there; a whole one, or it is said so. */
function read(field) {
  if (!/^\d{1,5}$/.test(field.value.trim())) {
    field.focus();
    throw mistake(SCRUTINEER.number);
  }
  return Number(field.value);
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
    const field = scrutineer.typing(el("input.number", { id: "counted",
      type: "number", min: 0, inputmode: "numeric" }));

    return [el("section.card", el("h1", say(SCRUTINEER.headcount)),
      el("p", say(SCRUTINEER.headcountHow)),
      el("div.field", el("label", { for: "counted" },
        say(SCRUTINEER.headcountHere)), field),
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

  if (round.hands_recorded)
    return null;
  return () => [el("section.card",
    el("h1", titleOf(texts.get("title"), paper.id)),
    el("p", say(SCRUTINEER.handsHow)),
    handsForm(scrutineer, paper, (row) => titleOf(texts.get(row.id),
      row.id)))];
}

function titleOf(text, id) {
  return text ? say(text.title) : id;
}

/* ---- An incident ---------------------------------------------------------- */

/** @param {import("./scrutineer.js").Scrutineer} scrutineer */
export function incidentTask(scrutineer) {
  return () => {
    const field = scrutineer.typing(el("textarea", { id: "incident",
      rows: 5 }));

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
    throw mistake(SCRUTINEER.incidentEmpty);
  }
  const text = scrutineer.hall.core.writeText({ [language()]: words });
  const draft = scrutineer.log.draft.statement("incident", { text });

  draft.signedBy([scrutineer.me.post]);
  draft.sign(scrutineer.me.post, scrutineer.key);
  await proposeAndReturn(scrutineer, "incident", draft, [text]);
}
