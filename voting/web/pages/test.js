/**
 * Another device's test ballot, sealed again here. The code that was shown
 * there before "cast" or "test" was asked is typed by the person, since a
 * device that cheats would show another afterwards.
 */

import { fromBase64 } from "../device.js";
import { el, fill } from "../dom.js";
import { Follower } from "../follow.js";
import { actionButton, Frame, notice } from "../frame.js";
import { Hall } from "../hall.js";
import { postName } from "../posts.js";
import { say } from "../words.js";
import { OPTION } from "../words/result.js";
import { TEST } from "../words/test.js";

/** @param {HTMLElement} root */
export async function start(root) {
  const frame = new Frame(root, { title: TEST.title });
  const hall = await Hall.open();
  const follower = new Follower(hall.core);

  hall.listen({ onConnection: (there) => frame.connected(there) });
  frame.show("test", () => form(hall, follower));
}

function form(hall, follower) {
  const content = el("textarea", { id: "content", rows: 8,
    spellcheck: "false" });
  const code = el("input", { id: "code", autocomplete: "off",
    autocapitalize: "characters" });
  const answer = el("div", { role: "status" });

  return [
    el("h1", say(TEST.title)), el("p", say(TEST.how)),
    el("section.card",
      el("div.field", el("label", { for: "content" }, say(TEST.content)),
        content),
      el("div.field", el("label", { for: "code" }, say(TEST.code)), code),
      actionButton(".primary.large", TEST.check, async () => {
        await follower.refresh();
        fill(answer, await check(hall, follower.log, content.value,
          code.value));
      }), answer),
  ];
}

async function check(hall, log, content, typed) {
  let found;

  try {
    found = log.checkTestBallot(content);
  } catch {
    return notice("bad", "alert", say(TEST.unread));
  }
  if (typed.trim() === "")
    return notice("warn", "alert", say(TEST.noCode));
  if (!hall.core.recordCodeIs(fromBase64(found.hash), typed))
    return notice("bad", "alert", el("h2", say(TEST.different)),
      el("p.code", found.code));
  const names = await rowNames(hall, log, found);

  return [
    notice("good", "tick", el("h2", say(TEST.same)), el("p.code", found.code)),
    el("p", postName(found.seat)),
    el("ul.plain", found.marks.map(({ row, option }) => el("li.line",
      el("span", names.get(row) ?? row),
      el("b", say(OPTION[option] ?? [option, option]))))),
    el("p.small.soft", say(TEST.spoilt)),
  ];
}

/* What the rows of the ballot's paper are called. */
async function rowNames(hall, log, { paper }) {
  const { papers } = log.conference();
  const { round } = papers.find((p) => p.id === paper);
  const texts = await hall.texts.ofRound(log.round(round));

  return new Map([...texts].map(([row, text]) =>
    [row, text ? say(text.title) : row]));
}
