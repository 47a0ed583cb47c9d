/**
 * Objections, complaints and incidents: who raised them, about what, until when
 * they must be answered, and the answer.
 */

import { el, mark } from "../../screen/dom.js";
import { postName } from "../../post/posts.js";
import { dateOf, say } from "../../screen/words.js";
import { RECORD, STATEMENT } from "../../words/record.js";
import { wholeOf } from "../../screen/prose.js";

const DAY_S = 86400;
const ANSWER_DAYS = 30;

/**
 * @param {import("./record.js").Record} page
 * @param {{said: Object, text: Object|null}[]} statements  as they were made
 */
export function statementsCard(page, statements) {
  const raised = statements.filter(({ said }) => said.type !== "reply");

  return el("section.card.aim", { id: "statements" },
    el("h2", say(RECORD.statements)),
    el("p.small.soft.unprinted", say(RECORD.statementsHow)),
    raised.length === 0 ? el("p.soft", say(RECORD.noStatements))
      : el("ol.plain", raised.map((each) => statement(page, each,
        statements.filter(({ said }) => said.type === "reply" &&
          said.about === each.said.entry)))));
}

function statement(page, { said, text }, replies) {
  return el("li.statement",
    el("p.chips", el("span.chip", say(STATEMENT[said.type])),
      el("b", postName(said.by)), page.entryButton({ index: said.entry,
        time: said.time })),
    said.about !== null && el("p.small.soft", say(STATEMENT.about), " ",
      aboutWhat(page, said.about)),
    wholeOf(text, RECORD.membersOnly),
    replies.length > 0 ? replies.map((reply) => answer(page, reply))
      : said.type === "incident" ? null : deadline(page, said));
}

/* An entry, and the question that it belongs to. */
function aboutWhat(page, index) {
  const event = page.history.events[index];
  const story = event && (page.history.byEntry.get(index) ??
    page.history.storyOf(event));
  const about = page.rounds.find((r) => r.round.entry === story?.paper?.index);
  const title = about?.texts.get("title");

  return [title && `${say(title.title)} `,
    page.entryButton(event ?? { index, time: null })];
}

function answer(page, { said, text }) {
  return el("div.reply", el("p.chips", el("span.chip.good", mark("tick"),
    say(STATEMENT.reply)), el("b", postName(said.by)),
  page.entryButton({ index: said.entry, time: said.time })),
  wholeOf(text, RECORD.membersOnly));
}

/* Whoever presides answers for the conference. */
function deadline(page, said) {
  const until = said.time + ANSWER_DAYS * DAY_S;
  const late = page.now() > until;

  return el("p", el(late ? "span.chip.bad" : "span.chip.warn",
    mark(late ? "alert" : "wait"), say(late ? STATEMENT.overdue
      : STATEMENT.waiting)), " ", el("span.small", say(STATEMENT.answerBy,
    { date: dateOf(until), who: postName(page.conference.presiding) })));
}
