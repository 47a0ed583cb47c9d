/**
 * From the card to a device that is registered: "are you ...?", a key of the
 * device's own, and the first event that it signs.
 */

import { forget, keep, namesUnder, recall, toBase64 } from "../log/device.js";
import { el } from "../screen/dom.js";
import { actionButton, failure, notice } from "../screen/frame.js";
import { nameIn } from "./names.js";
import { kindOf, PAGES, postName } from "./posts.js";
import { Split } from "../log/seen.js";
import { askAsMember, ServerError } from "../log/server.js";
import { say } from "../screen/words.js";
import { JOIN } from "../words/join.js";

const CONVENERS = ["chair/1", "chair/2"];

/**
 * Shows what a device needs before it is somebody's.
 *
 * @param {import("./member.js").Member} member
 * @returns {Promise<boolean>} whether it is somebody's, and nothing was shown
 */
export async function joinScreen(member) {
  if (namesUnder("out/enrol/").length > 0) {
    member.frame.show("enrolling", () => notice("", "wait",
      el("p", say(JOIN.enrolling))));
    return false;
  }
  if (member.me && await member.log.postOf(member.key.publicKey())) {
    forget("card");
    return true;
  }
  const card = recall("card");

  if (card)
    await useCard(member, card);
  else if (member.turnedAway)
    turnAway(member, member.turnedAway);
  else if (member.me)
    member.frame.show("replaced", () => notice("bad", "alert",
      el("p", say(JOIN.replaced))));
  else
    member.frame.show("scan", () => scan(member));
  return false;
}

/* What was said of a card stays until another one is shown to the device. */
function turnAway(member, [kind, words]) {
  member.turnedAway = [kind, words];
  forget("card");
  member.frame.show(`turned-away ${words[1]}`, () => [
    notice(kind, "alert", el("p", say(words))),
    ...scan(member),
  ]);
}

async function useCard(member, card) {
  const invitation = member.hall.core.invitationKey(member.log.leaf(0),
    member.hall.core.readToken(card.token));

  try {
    await askWho(member, invitation);
  } catch (error) {
    if (error instanceof Split)
      throw error;
    /* The server may know of its use before this device has read of it. */
    if (error.code === "member")
      turnAway(member, ["bad", JOIN.unknownCard]);
    else
      member.frame.show(`join-failed ${error.code}`, () => [failure(error),
        actionButton("", JOIN.again, () => member.showNow())]);
  } finally {
    invitation.close();
  }
}

/* ---- Without a card, or with one that cannot be scanned ------------------- */

function scan(member) {
  const field = el("input", { id: "digits", inputmode: "numeric",
    autocomplete: "off", "aria-describedby": "digits-error" });
  const error = el("p.error", { id: "digits-error", role: "alert" });

  function take() {
    try {
      const token = member.hall.core.readToken(field.value);

      keep("card", { token: member.hall.core.tokenText(token) });
      member.turnedAway = null;
      void member.showNow();
    } catch (mistake) {
      error.textContent = mistake.number > 0
        ? say(JOIN.badDigits, { n: mistake.number }) : say(JOIN.badCard);
      field.focus();
    }
  }

  return [
    el("h1", say(JOIN.scan)),
    el("p.soft", say(JOIN.scanHow)),
    el("form.card", { onsubmit: (event) => {
      event.preventDefault();
      take();
    } },
    el("div.field", el("label", { for: "digits" }, say(JOIN.digits)), field,
      error),
    el("button.button.primary", { type: "submit" }, say(JOIN.next))),
  ];
}

/* ---- Are you ...? --------------------------------------------------------- */

async function askWho(member, invitation) {
  const found = await member.log.postOf(invitation.publicKey());

  if (!found) {
    turnAway(member, ["bad", JOIN.unknownCard]);
    return;
  }
  const { post } = found;

  if (!member.kinds.includes(kindOf(post))) {
    location.assign(PAGES[kindOf(post)]);
    return;
  }
  const name = await nameOf(member, invitation, post);

  member.frame.show(`who ${post}`, () => who(member, post, name));
}

/* The name behind a post, as the log has committed to it: to none of the
 * conveners', who were there before it. */
async function nameOf(member, invitation, post) {
  if (CONVENERS.includes(post))
    return { zh: postName(post), en: postName(post), group: "" };
  const request = member.hall.core.request(invitation, {
    origin: member.log.pin().origin, post, invitation: true,
    at: member.hall.time(), want: "name", about: post });
  const record = await askAsMember(request);

  if (member.log.giveName(record) !== post)
    throw new ServerError(200, "wrong-name", { zh: JOIN.wrongName[0],
      en: JOIN.wrongName[1] });

  return nameIn(record);
}

function who(member, post, name) {
  const no = el("button.button.quiet", { type: "button",
    onclick: () => turnAway(member, ["warn", JOIN.notMeHow]) },
  say(JOIN.notMe));

  return [
    el("div.card",
      el("h1", say(JOIN.areYou, { name: say(name) })),
      el("p.soft", postName(post),
        name.group && ` · ${name.group}`)),
    actionButton(".primary.large", JOIN.useThis,
      () => enrol(member, post, name)),
    no,
  ];
}

/* The key is kept before anything is sent. */
async function enrol(member, post, name) {
  const { core } = member.hall;
  const token = core.readToken(recall("card").token);
  const card = core.invitationKey(member.log.leaf(0), token);
  const key = member.newKey(token);

  try {
    const { note, proved } = member.log.draft.enrol({ post, card, key });

    member.drop(post);
    keep(`keys/${post}`, { post, name: say(name), ...proved,
      seed: toBase64(key.exportSeed()), origin: member.log.pin().origin });
    member.recallKeys();
    member.send(`enrol/${post}`, note, { post });
  } finally {
    card.close();
    key.close();
  }
}
