/**
 * Scrutineers are invited here: their names are typed, a second officer
 * confirms, and the card is shown as a code for their own phone. The token of a
 * card is kept on this device until the card has been used.
 */

import { forget, keep, namesUnder, recall } from "../../log/device.js";
import { el, fill } from "../../screen/dom.js";
import { actionButton } from "../../screen/frame.js";
import { qrCode } from "../../screen/qr.js";
import { say } from "../../screen/words.js";
import { PEOPLE } from "../../words/chair_people.js";
import { mistake } from "../../post/press.js";

const FIELDS = { "name-zh": PEOPLE.nameZh, "name-en": PEOPLE.nameEn,
  "name-group": PEOPLE.group };

/** @param {import("./chair.js").Chair} chair */
export function scrutineerCards(chair) {
  const waiting = cards(chair);

  return [
    waiting.length > 0 && el("div.cards", el("h3", say(PEOPLE.cards)),
      el("p.small.soft", say(PEOPLE.cardsHow)),
      waiting.map((post) => card(chair, post))),
    chair.fold("appoint", ".folded", PEOPLE.appoint,
      el("p.small.soft", say(PEOPLE.appointHow)),
      el("div.actions", Object.entries(FIELDS).map(([id, words]) =>
        chair.field(id, words, { autocomplete: "off" })),
      actionButton(".primary", PEOPLE.invite, () => invite(chair)))),
  ];
}

/* Whose cards this device has made and nobody has used yet. */
function cards(chair) {
  const { officers } = chair.conference;

  return namesUnder("invited/").map((name) => name.slice(8))
    .filter((post) => {
      const officer = officers.find((o) => o.post === post);

      if (officer && (officer.enrolled || officer.retired))
        forget(`invited/${post}`);
      return officer && !officer.enrolled && !officer.retired;
    });
}

function card(chair, post) {
  const name = chair.names.of(post);
  const place = el("div.qr-place");
  const button = el("button.button", { type: "button",
    "aria-expanded": "false", onclick: () => {
      const open = place.childElementCount === 0;

      fill(place, open && code(chair, post, name));
      button.setAttribute("aria-expanded", String(open));
      button.textContent = say(open ? PEOPLE.hide : PEOPLE.show);
    } }, say(PEOPLE.show));

  return el("div.invited", el("p", el("b", name)), button, place);
}

function code(chair, post, name) {
  const { core } = chair.hall;
  const token = core.readToken(recall(`invited/${post}`).token);

  return [qrCode(`${location.origin}/scrutineer#${core.tokenText(token)}`,
    say(PEOPLE.qr, { name })),
  el("p.small.soft", say(PEOPLE.digits)),
  el("p.code", core.tokenDigits(token))];
}

/* ---- Making a card -------------------------------------------------------- */

/* One more than the highest number there has ever been. */
function nextPost(chair) {
  const numbers = chair.conference.officers
    .filter((o) => o.post.startsWith("scrutineer/"))
    .map((o) => Number(o.post.split("/")[1]));

  return `scrutineer/${Math.max(0, ...numbers) + 1}`;
}

function nameTyped(chair) {
  const fields = { zh: chair.typedIn("name-zh"), en: chair.typedIn("name-en"),
    group: chair.typedIn("name-group") };

  if (fields.zh === "")
    throw mistake(PEOPLE.nameMissing);
  try {
    return chair.hall.core.writeName(fields);
  } catch {
    throw mistake(PEOPLE.nameBad);
  }
}

async function invite(chair) {
  const { core } = chair.hall;
  const post = nextPost(chair);
  const { record, commitment } = nameTyped(chair);
  const token = core.newToken();
  const key = core.invitationKey(chair.log.leaf(0), token);
  let draft;

  try {
    draft = chair.log.draft.post({ post, name: commitment,
      invitation: key.publicKey() });
  } finally {
    key.close();
  }
  /* On this device before the log has it: a card without a token is no use. */
  keep(`invited/${post}`, { token: core.tokenText(token) });
  await chair.together(`post/${post}/${chair.log.size}`, draft, [],
    [{ post, record }]);
  for (const id of Object.keys(FIELDS))
    chair.typed.delete(`${chair.paper} ${id}`);
  chair.frame.key = null; /* the fields are empty again */
  chair.namedPosts = null; /* and the name is to be read */
  await chair.refresh();
}
