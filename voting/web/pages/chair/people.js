/** The chair's people: who presides, who stands in, and who are invited. */

import { el } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { PEOPLE } from "../../words/chair_people.js";
import { scrutineerCards } from "./invite.js";
import { twice } from "../../post/press.js";
import { enrolled } from "./run.js";

/**
 * Who holds a chair's card, but does not preside: can take the chair with
 * scrutineers, where the presiding officer cannot hand it over any more.
 *
 * @param {import("./chair.js").Chair} chair
 */
export function notPresiding(chair) {
  const to = chair.me.post;

  return [
    notice("warn", "alert", el("p", say(CHAIR.notPresiding,
      { post: chair.names.of(chair.conference.presiding) }))),
    chair.fold("take-over", ".card.folded", PEOPLE.takeOver,
      el("p", say(PEOPLE.takeOverHow)),
      twice(".primary", PEOPLE.takeOver, PEOPLE.takeOverSure, () =>
        chair.together(`handover/${to}/${chair.log.size}`,
          chair.log.draft.handover({ to })))),
  ];
}

/** @param {import("./chair.js").Chair} chair */
export function peopleCard(chair) {
  const { officers } = chair.conference;
  const of = (kind) => officers.filter((o) => !o.retired &&
    o.post.startsWith(`${kind}/`));

  return el("section.card", el("h2", say(PEOPLE.title)),
    el("ul.plain.people", [...of("chair"), ...of("desk"),
      ...of("scrutineer")].map((officer) => person(chair, officer))),
    scrutineerCards(chair), handover(chair), retire(chair));
}

function person(chair, { post, enrolled: there }) {
  const name = chair.names.of(post);
  const title = postName(post);
  const presides = post === chair.conference.presiding;

  return el("li.line", el("span", name,
    name !== title && el("span.small.soft", ` ${title}`)),
  presides ? el("span.chip.live", say(PEOPLE.presides))
    : chair.session?.barred.includes(post)
      ? el("span.chip.warn", say(PEOPLE.barred))
    : el(there ? "span.chip.good" : "span.chip",
      say(there ? PEOPLE.enrolled : PEOPLE.invited)));
}

function handover(chair) {
  const others = enrolled(chair, "chair").filter((post) =>
    post !== chair.conference.presiding);

  return chair.fold("handover", ".folded", PEOPLE.handover,
    others.length === 0 ? el("p", say(PEOPLE.handoverNobody))
      : el("p", say(PEOPLE.handoverHow)),
    others.map((to) => twice("", named(chair, PEOPLE.handoverTo, to),
      named(chair, PEOPLE.handoverSure, to), () => chair.decide(
        `handover/${to}/${chair.log.size}`,
        chair.log.draft.handover({ to })))));
}

/* Both sentences with the name of who has the post. */
function named(chair, words, post) {
  const name = chair.names.of(post);

  return words.map((sentence) => sentence.replace("{name}", () => name));
}

function retire(chair) {
  const scrutineers = enrolled(chair, "scrutineer");

  return scrutineers.length > 0 && chair.fold("retire", ".folded",
    PEOPLE.retire, el("p.small.soft", say(PEOPLE.retireHow)),
    scrutineers.map((post) => twice(".danger",
      named(chair, PEOPLE.retireOne, post),
      named(chair, PEOPLE.retireSure, post), () => chair.together(
        `retire/${post}`,
        chair.log.draft.retire({ post, reason: "incapable" })))));
}
