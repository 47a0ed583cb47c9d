/**
 * From the card to a phone that is registered: "are you ...?", a key of the
 * phone's own, and the first event that it signs.
 */

import { forget, keep, recall, toBase64 } from "../device.js";
import { el } from "../dom.js";
import { actionButton, failure, notice } from "../frame.js";
import { askAsMember } from "../server.js";
import { say } from "../words.js";
import { PHONE } from "../words/phone.js";

/** Shows what this phone needs before it is somebody's. */
export async function joinScreen(phone) {
  const card = recall("card");

  if (!card) {
    phone.frame.show("scan", () => scan(phone));
    return;
  }
  const invitation = phone.hall.core.invitationKey(phone.log.leaf(0),
    phone.hall.core.readToken(card.token));

  try {
    await askWho(phone, invitation);
  } catch (error) {
    phone.frame.show(`join-failed ${error.code}`, () => failure(error));
  } finally {
    invitation.close();
  }
}

/* ---- Without a card, or with one that cannot be scanned ------------------- */

function scan(phone) {
  const field = el("input", { id: "digits", inputmode: "numeric",
    autocomplete: "off", "aria-describedby": "digits-error" });
  const error = el("p.error", { id: "digits-error", role: "alert" });

  function take() {
    try {
      const token = phone.hall.core.readToken(field.value);

      keep("card", { token: phone.hall.core.tokenText(token) });
      void phone.showNow();
    } catch (mistake) {
      error.textContent = mistake.number > 0
        ? say(PHONE.badDigits, { n: mistake.number }) : say(PHONE.badCard);
      field.focus();
    }
  }

  return [
    el("h1", say(PHONE.scan)),
    el("p.soft", say(PHONE.scanHow)),
    el("form.card", { onsubmit: (event) => {
      event.preventDefault();
      take();
    } },
    el("div.field", el("label", { for: "digits" }, say(PHONE.digits)), field,
      error),
    el("button.button.primary", { type: "submit" }, say(PHONE.next))),
  ];
}

/* ---- Are you ...? --------------------------------------------------------- */

async function askWho(phone, invitation) {
  const found = phone.log.postOf(invitation.publicKey());

  if (!found) {
    forget("card");
    phone.frame.show("unknown-card", () => notice("bad", "alert",
      el("p", say(PHONE.unknownCard))));
    return;
  }
  const { post } = found;
  const name = await nameOf(phone, invitation, post);

  phone.frame.show(`who ${post}`, () => who(phone, post, name));
}

/* The name behind a post, as the log has committed to it. */
async function nameOf(phone, invitation, post) {
  const request = phone.hall.core.request(invitation, {
    origin: phone.log.pin().origin, post, invitation: true,
    at: phone.hall.time(), want: "name", about: post });
  const record = await askAsMember(request);

  phone.log.giveName(record);
  const fields = new Map(new TextDecoder().decode(record).split("\n")
    .map((line) => [line.split(" ", 1)[0], line.replace(/^\S+ /, "")]));

  return { zh: fields.get("zh") ?? post, en: fields.get("en") ??
    fields.get("zh") ?? post, group: fields.get("group") ?? "" };
}

function who(phone, post, name) {
  const no = el("button.button.quiet", { type: "button",
    onclick: () => phone.frame.show("not-me", () => notice("warn", "alert",
      el("p", say(PHONE.notMeHow)))) }, say(PHONE.notMe));

  return [
    el("div.card",
      el("h1", say(PHONE.areYou, { name: say(name) })),
      el("p.soft", say(PHONE.seat, { n: post.split("/")[1] }),
        name.group && ` · ${name.group}`)),
    actionButton(".primary.large", PHONE.useThis,
      () => enrol(phone, post, name)),
    no,
  ];
}

/* The key is kept before anything is sent. */
async function enrol(phone, post, name) {
  const { core } = phone.hall;
  const card = core.invitationKey(phone.log.leaf(0),
    core.readToken(recall("card").token));
  const key = core.newSecret();

  try {
    const { note } = phone.log.draft.enrol({ post, card, key });

    keep("me", { post, name: say(name), seed: toBase64(key.exportSeed()),
      origin: phone.log.pin().origin });
    phone.recallMe();
    phone.send(`enrol/${post}`, note, { post });
  } finally {
    card.close();
    key.close();
  }
}
