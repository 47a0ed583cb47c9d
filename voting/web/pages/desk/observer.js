/**
 * An observer who comes while a session runs: the one post that can still be
 * made then, by two officers.
 */

import { namesUnder } from "../../log/device.js";
import { el, fill, status } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { say } from "../../screen/words.js";
import { ROLL } from "../../words/desk.js";

const NAME_BYTES_MAX = 90;

/** A number that no observer has had, nor one who waits to be confirmed. */
function nextObserver({ log }) {
  const there = log.seats().map(({ post }) => post);
  const waiting = namesUnder("draft/post/").map((name) =>
    name.split("/").slice(2, 4).join("/"));
  const numbers = [...there, ...waiting].filter((post) =>
    post.startsWith("observer/")).map((post) => Number(post.split("/")[1]));

  return `observer/${Math.max(0, ...numbers) + 1}`;
}

/** @param {import("./desk.js").Desk} desk */
export function observerCard(desk) {
  const zh = el("input", { id: "observer-zh", autocomplete: "off" });
  const en = el("input", { id: "observer-en", autocomplete: "off" });
  const error = status("alert");
  const result = el("div", { role: "status" });

  async function add() {
    const name = zh.value.trim();

    error.textContent = name !== "" && [name, en.value.trim()].every((text) =>
      new TextEncoder().encode(text).length <= NAME_BYTES_MAX) ? ""
      : say(ROLL.badName);
    if (error.textContent !== "")
      return;
    const post = await make(desk, { zh: name, en: en.value.trim() });

    zh.value = en.value = "";
    fill(result, notice("good", "tick", el("p", say(ROLL.added,
      { post: postName(post), name }))),
    el("button.button", { type: "button",
      onclick: () => void desk.turnTo("cards") }, say(ROLL.toCards)));
  }

  return el("section.card", el("h2", say(ROLL.observer)),
    el("p.soft", say(ROLL.observerHow)),
    el("div.pair",
      el("div.field", el("label", { for: "observer-zh" }, say(ROLL.nameZh)),
        zh, error),
      el("div.field", el("label", { for: "observer-en" }, say(ROLL.nameEn)),
        en)),
    actionButton("", ROLL.add, add), result);
}

/* The card is kept first, and dropped if nobody confirms. */
async function make(desk, fields) {
  const post = nextObserver(desk);
  const { record, commitment } = desk.hall.core.writeName(fields);

  desk.cards.wipe(post);
  desk.cards.add([post]);
  const draft = desk.log.draft.post({ post, name: commitment,
    invitation: desk.cards.invitation(post) });

  try {
    await desk.together(`post/${post}/${desk.log.size}`, draft, [],
      [{ post, record }]);
  } catch (error) {
    desk.cards.wipe(post);
    throw error;
  }
  await desk.refresh();
  return post;
}
