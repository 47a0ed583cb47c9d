/**
 * Chairs and desks: the second convener's key goes to their own device, a
 * stand-in and the desks get cards. What a card says is kept here until it has
 * been used, so that it can be shown again.
 */

import { forget, keep, namesUnder, recall } from "../../log/device.js";
import { el, mark } from "../../screen/dom.js";
import { field } from "../../screen/fields.js";
import { actionButton, notice } from "../../screen/frame.js";
import { kindOf, postName } from "../../post/posts.js";
import { qrCode } from "../../screen/qr.js";
import { say } from "../../screen/words.js";
import { FOUND, PEOPLE, SETUP } from "../../words/setup.js";
import { checkLine } from "./mistake.js";

const NAME_MAX_BYTES = 90;
const SECOND = "chair/2";

/** @param {import("./setup.js").Setup} setup */
export async function peopleStep(setup) {
  tidy(setup);
  if (setup.shown && recall(`setup/card/${setup.shown}`)) {
    cardScreen(setup, setup.shown);
    return;
  }
  const posts = officers(setup);

  setup.show(`people ${posts.map((p) => `${p.post} ${p.state}`)}`, () => [
    el("h1", say(PEOPLE.title)),
    el("p.soft", say(PEOPLE.about)),
    el("section.card", el("ul.plain", posts.map((p) => line(setup, p)))),
    posts.some((p) => p.state === "both") && handOver(setup),
    addForm(setup, "chair", PEOPLE.addChair, PEOPLE.addChairHow),
    addForm(setup, "desk", PEOPLE.addDesk, PEOPLE.addDeskHow),
    setup.nextStep(),
  ]);
}

/* A card that has been used is a secret for nothing. */
function tidy(setup) {
  for (const name of namesUnder("setup/card/")) {
    const { post, origin } = recall(name);

    if (origin === setup.log.pin().origin && setup.holder(post)?.enrolled &&
        !setup.keys.has(post))
      forget(name);
  }
}

/* Every chair and desk that the log has, and how far they are. */
function officers(setup) {
  const list = [];

  for (const kind of ["chair", "desk"])
    for (let n = 1; ; n++) {
      const post = `${kind}/${n}`;
      const holder = setup.holder(post);

      if (!holder)
        break;
      if (!holder.retired)
        list.push({ post, state: stateOf(setup, post, holder) });
    }
  return list;
}

function stateOf(setup, post, holder) {
  const key = setup.keys.get(post);

  if (key && setup.log.postOf(key.publicKey())?.post === post)
    return post === setup.log.conference().presiding ? "here" : "both";
  /* A desk's key that the desk's page keeps in the same browser. */
  if (holder.enrolled && kindOf(post) === "desk" &&
      recall(`keys/${post}`)?.origin === setup.log.pin().origin)
    return "here";
  return holder.enrolled ? "inUse" : "cardOut";
}

function line(setup, { post, state }) {
  const name = recall(`setup/name/${post}`) ?? recall(`keys/${post}`)?.name;

  return el("li.line",
    el("span", el("b", name || postName(post)),
      name && [el("br"), el("span.soft.small", postName(post))]),
    el(state === "cardOut" || state === "both" ? "span.chip.warn"
      : "span.chip.good", say(state === "both" ? PEOPLE.here : PEOPLE[state])),
    state === "cardOut" && (recall(`setup/card/${post}`)
      ? el("button.button", { type: "button",
        onclick: () => void setup.look(post) }, say(PEOPLE.showCard))
      : actionButton("", PEOPLE.newCard, () => reissue(setup, post, "lost"))));
}

function handOver(setup) {
  return el("section.card", el("h2", say(PEOPLE.both)),
    el("p", say(PEOPLE.handOverHow)),
    actionButton(".primary", PEOPLE.handOver,
      () => reissue(setup, SECOND, "unused")));
}

function addForm(setup, kind, words, how) {
  const name = `person/${kind}`;
  const form = setup.form(name, () => ({ zh: "", en: "" }));
  const into = (key) => ({ value: form[key], onInput: (value) => {
    form[key] = value;
    setup.keepForm(name);
  } });

  return el("details.card", { open: !setup.holder(kind === "chair" ? "chair/3"
    : "desk/1") }, el("summary", el("b", say(words))),
  el("p.soft", say(how)),
  el("div.two", field(kind === "desk" ? FOUND.deskZh : FOUND.personZh,
    into("zh")), field(kind === "desk" ? SETUP.en : FOUND.personEn, into("en"))),
  actionButton("", PEOPLE.make, async () => {
    await add(setup, kind, checkLine(form.zh, { needed: true,
      most: NAME_MAX_BYTES }), checkLine(form.en, { most: NAME_MAX_BYTES }));
    setup.dropForm(name);
  }));
}

/* ---- Cards ---------------------------------------------------------------- */

/* The card is kept before the log knows of it, or it could be lost between. */
function newCard(setup, post, name) {
  const { core } = setup.hall;
  const token = core.newToken();
  const card = core.invitationKey(setup.log.leaf(0), token);
  const invitation = card.publicKey();

  card.close();
  keep(`setup/name/${post}`, name);
  keep(`setup/card/${post}`, { post, name, token: core.tokenText(token),
    origin: setup.log.pin().origin });
  return invitation;
}

async function add(setup, kind, zh, en) {
  const { core } = setup.hall;
  let n = 1;

  while (setup.holder(`${kind}/${n}`))
    n++;
  const post = `${kind}/${n}`;
  const { record, commitment } = core.writeName({ zh, en });
  const invitation = newCard(setup, post, zh);

  try {
    await setup.decide(`post/${post}`, setup.log.draft.post({ post, invitation,
      name: commitment }), [], [{ post, record }]);
  } catch (error) {
    forget(`setup/card/${post}`);
    throw error;
  }
  await setup.look(post);
}

async function reissue(setup, post, reason) {
  const invitation = newCard(setup, post, recall(`keys/${post}`)?.name ??
    recall(`setup/name/${post}`) ?? "");

  try {
    await setup.decide(`reissue/${post}/${setup.log.size}`,
      setup.log.draft.reissue({ post, invitation, reason }));
  } catch (error) {
    forget(`setup/card/${post}`);
    throw error;
  }
  setup.drop(post);
  await setup.look(post);
}

/** Where a card of this kind is used. */
function addressOf(post) {
  return `${location.origin}/${kindOf(post)}`;
}

function cardScreen(setup, post) {
  const { token, name } = recall(`setup/card/${post}`);
  const { core } = setup.hall;
  const address = addressOf(post);

  setup.show(`card ${post} ${token}`, () => [
    el("h1.unprinted", say(PEOPLE.card, { name: name || postName(post) })),
    el("section.card.card-sheet",
      el("div.card-qr", qrCode(`${address}#${token}`, say(PEOPLE.cardQr))),
      el("div.card-words",
        el("h2", name), el("p.soft", postName(post)),
        el("p", say(PEOPLE.cardHow, { address: address.replace(/^\w+:\/\//,
          "") })),
        el("ol.digits", core.tokenDigits(core.readToken(token)).split(" ")
          .map((group) => el("li.code.number", group))))),
    setup.holder(post)?.enrolled
      ? notice("good", "tick", el("p", { role: "status" }, say(PEOPLE.used)))
      : el("p.soft.unprinted", { role: "status" }, mark("wait"), " ",
        say(PEOPLE.waitUse)),
    el("div.actions.row.unprinted",
      el("button.button", { type: "button", onclick: () => print() },
        say(FOUND.print)),
      kindOf(post) === "desk" && el("a.button", {
        href: `${address}#${token}` }, say(PEOPLE.useHere)),
      el("button.button.quiet", { type: "button",
        onclick: () => void setup.look(null) }, say(SETUP.back))),
  ]);
}
