/**
 * What ends a round without a result, apart from everything else: voiding it,
 * and giving it up where too many keys are lost. Both need a reason, and
 * scrutineers who agree on devices of their own.
 */

import { el } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { say } from "../../screen/words.js";
import { LOST, VOID } from "../../words/chair_again.js";
import { mistake, twice } from "../../post/press.js";
import { isUncountable } from "./box.js";
import { enrolled } from "./run.js";

const SCRUTINEERS = 2;

/** @param {import("./chair.js").Chair} chair */
export function voidCard(chair, paper) {
  const { living } = chair;
  const used = () => chair.log.round(paper.round).shares > 0;

  return chair.fold("void", ".card.folded.danger", VOID.fold,
    el("p", say(VOID.why)),
    living.part("div.actions", used, () => used()
      ? notice("", "lock", el("p", say(VOID.keysUsed)))
      : [chair.field("void-reason", VOID.reason, { long: true }),
        el("p.small.soft", say(...whoAgrees(chair, paper))),
        twice(".danger", VOID.act, VOID.sure, () =>
          end(chair, paper, "void", "void-reason"))]));
}

function whoAgrees(chair, paper) {
  const { ballot_box: box } = chair.session ?? {};

  if (paper.ballot === "secret")
    return [VOID.who, { n: box?.needed ?? SCRUTINEERS }];
  return enrolled(chair, "scrutineer").length < SCRUTINEERS
    ? [VOID.whoDesk] : [VOID.who, { n: SCRUTINEERS }];
}

/**
 * Where so many keys are lost that nobody can open the box any more: until it
 * has come to that, folded away, with what would have to be done.
 *
 * @param {import("./chair.js").Chair} chair
 */
export function lostKeys(chair, paper) {
  const { living } = chair;

  return living.part("div", () => [keys(chair, paper),
    enrolled(chair, "scrutineer").length], () => isUncountable(chair, paper)
    ? givingUp(chair, paper) : chair.fold("lost", ".card.folded.danger",
      LOST.fold, el("p", say(LOST.why, keys(chair, paper))), toSession(chair)));
}

function givingUp(chair, paper) {
  const { length } = enrolled(chair, "scrutineer");

  return el("section.card.act", el("h2", say(LOST.title)),
    notice("warn", "alert", el("p", say(LOST.now, keys(chair, paper)))),
    length < SCRUTINEERS ? el("div.actions",
      el("p", say(LOST.signersFew, { n: length })), toSession(chair))
      : el("div.actions",
        chair.field("lost-reason", LOST.reason, { long: true }),
        el("p.small.soft", say(LOST.signers)),
        twice(".danger", LOST.act, LOST.sure, () =>
          end(chair, paper, "uncountable", "lost-reason"))));
}

function keys(chair, paper) {
  return { n: chair.log.round(paper.round).keys_left,
    m: chair.session?.ballot_box?.needed };
}

function toSession(chair) {
  return el("button.button", { type: "button",
    onclick: () => void chair.turnTo(null) }, say(LOST.toSession));
}

async function end(chair, paper, type, field) {
  const reason = chair.textIn(field);

  if (!reason)
    throw mistake(VOID.reasonMissing);
  await chair.together(`${type}/${paper.id}/${paper.round}`,
    chair.log.draft[type]({ paper: paper.id, at: chair.hall.time(), reason }),
    [reason]);
}
