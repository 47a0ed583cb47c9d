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

/** Where so many keys are lost that nobody can open the box any more. */
export function lostKeys(chair, paper) {
  const m = chair.session?.ballot_box?.needed ?? SCRUTINEERS;

  return chair.fold("lost", ".card.folded.danger", LOST.fold,
    el("p", say(LOST.why, { m })),
    el("div.actions",
      chair.field("lost-reason", LOST.reason, { long: true }),
      twice(".danger", LOST.act, LOST.sure, () =>
        end(chair, paper, "uncountable", "lost-reason"))));
}

async function end(chair, paper, type, field) {
  const reason = chair.textIn(field);

  if (!reason)
    throw mistake(VOID.reasonMissing);
  await chair.together(`${type}/${paper.id}/${paper.round}`,
    chair.log.draft[type]({ paper: paper.id, at: chair.hall.time(), reason }),
    [reason]);
}
