/**
 * The ballot box as the presiding officer sees it: having it locked, what to do
 * when that fails, and whether its keys still suffice to open it.
 */

import { el, mark } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { LOST, VOID } from "../../words/chair_again.js";
import { mistake } from "../../post/press.js";
import { enrolled, speech } from "./run.js";

const SCRUTINEERS_MIN = 3;

/** How it is, in a few words. */
export function boxWords(chair, ready) {
  const box = chair.session?.ballot_box;

  if (!box)
    return say(CHAIR.boxNone);
  if (box.stage === "ready")
    return isLost(chair) ? say(CHAIR.boxLost)
      : say(ready, { n: box.needed });
  return box.stage === "dead" ? say(CHAIR.boxDead)
    : say(CHAIR.boxLocking, { n: box.locked, m: box.scrutineers });
}

/** @param {import("./chair.js").Chair} chair */
export function boxCard(chair, session) {
  const box = session.ballot_box;
  const begun = box && !["ready", "dead"].includes(box.stage);

  return el("section.card", el("h2", say(CHAIR.box)),
    chair.living.part("ul.padlocks", () => chair.session?.ballot_box?.locks,
      () => (chair.session?.ballot_box?.locks ?? []).map((lock) =>
        padlock(chair, lock))),
    box && box.stage !== "dead" && el("p.soft", boxWords(chair, CHAIR.boxReady)),
    isLost(chair) && notice("warn", "alert", el("p", say(LOST.box,
      { n: keysLeft(chair), m: box.needed }))),
    box?.stage === "dead" && whyDead(chair, box),
    (!box || box.stage === "dead") && lockBox(chair, box),
    begun && chair.fold("lock-anew", ".folded", CHAIR.lockStuck,
      el("p.small.soft", say(CHAIR.lockStuckHow)), lockBox(chair, box)));
}

function padlock(chair, { post, shut }) {
  return el(shut ? "li.padlock.shut" : "li.padlock",
    mark(shut ? "lock" : "open"), el("span", chair.names.of(post)),
    el("span.small.soft", say(shut ? CHAIR.shut : CHAIR.unshut)));
}

/* Whose share was proved bad, by whom, and that no ballot hangs on it. */
function whyDead(chair, { complaint }) {
  return notice("bad", "alert", el("p", complaint ? say(CHAIR.boxBad,
    { by: chair.names.of(complaint.by),
      of: chair.names.of(complaint.against) }) : say(CHAIR.boxDead)),
  complaint && el("p", say(CHAIR.boxBadNext,
    { of: chair.names.of(complaint.against) })));
}

/* Three scrutineers and two keys is what most conferences have. */
function lockBox(chair, before) {
  const barred = chair.session.barred;
  const ready = enrolled(chair, "scrutineer").filter((post) =>
    !barred.includes(post)).length;

  if (ready < SCRUTINEERS_MIN)
    return notice("", "wait", el("p", say(barred.length > 0
      ? CHAIR.lockFewBarred : CHAIR.lockFew, { n: ready })));
  const needed = el("input", { id: "threshold", type: "number",
    min: Math.floor(ready / 2) + 1, max: ready - 1,
    value: Math.floor(ready / 2) + 1 });

  return el("div.actions", speech(say(CHAIR.lockSay)),
    el("div.field", el("label", { for: "threshold" }, say(CHAIR.threshold)),
      needed),
    before && chair.field("lock-reason", CHAIR.lockAgainWhy),
    actionButton(".primary", before ? CHAIR.lockAgain : CHAIR.lock,
      async () => {
        const reason = before ? chair.textIn("lock-reason") : null;

        if (before && !reason)
          throw mistake(VOID.reasonMissing);
        await chair.decide(`key-start/${chair.log.size}`,
          chair.log.draft.keyStart({ threshold: Number(needed.value),
            reason: reason ?? undefined }), reason ? [reason] : []);
      }));
}

/** Of the keys to this session's box, how many somebody still has. */
export function keysLeft(chair) {
  const there = new Set(chair.conference.officers.filter((o) => !o.retired)
    .map((o) => o.post));

  return (chair.session?.ballot_box?.locks ?? [])
    .filter(({ post }) => there.has(post)).length;
}

/** Whether nobody can open what was cast in this round any more: keys that were
 *  used before their holder went are as good as those that are left. */
export function isUncountable(chair, paper) {
  return !chair.log.round(paper.round).countable;
}

/** Whether so many keys are gone that nobody can open the box any more. */
export function isLost(chair) {
  const box = chair.session?.ballot_box;

  return box?.stage === "ready" && keysLeft(chair) < box.needed;
}
