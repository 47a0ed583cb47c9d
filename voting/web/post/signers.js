/**
 * Who may add the signatures that are missing, of all officers who have a
 * device: tried one by one, by the rules of the core.
 */

import { Draft } from "../core/core_draft.js";
import { draftOf } from "./draft_note.js";
import { kindOf } from "./posts.js";
import { language, say } from "../screen/words.js";
import { ACTS } from "../words/acts.js";

/**
 * @param {import("./member.js").Member} member
 * @param {string} note  with this device's line
 * @returns {{missing: string[], may: string[]}}  whom the rules propose, and
 *     all whose line would fit beside those that are there
 */
export function signersFor(member, note) {
  const draft = draftOf(member, note);

  if (!draft)
    return { missing: [], may: [] };
  const there = [...draft.lines.keys()];
  const fits = (post) => {
    const signers = new Draft(draft.log, draft.text, [])
      .prefer([...there, post]).signers;

    return [...there, post].every((one) => signers.includes(one));
  };
  const may = member.log.conference().officers.filter((officer) =>
    officer.enrolled && !officer.retired && !there.includes(officer.post) &&
    !member.keys.has(officer.post) && fits(officer.post))
    .map(({ post }) => post);

  return { missing: draft.missing, may };
}

/**
 * In words: 监票人 1 郭雅楠 或 主持人 1 丁婉晴. Where several signatures are
 * missing, how many of each kind.
 *
 * @param {{missing: string[], may: string[]}} signers
 * @param {(post: string) => string} nameOf
 * @returns {string}
 */
export function signersInWords({ missing, may }, nameOf) {
  if (may.length === 0)
    return say(ACTS.nobody);
  if (missing.length === 1)
    return say(may.length > 1 ? ACTS.anyOf : ACTS.onlyOf,
      { list: listed(may.map(nameOf)) });
  const kinds = [...new Set(missing.map(kindOf))].map((kind) => {
    const n = missing.filter((post) => kindOf(post) === kind).length;
    const able = may.filter((post) => kindOf(post) === kind);

    return able.length <= n ? listed(able.map(nameOf), ACTS.and)
      : say(ACTS.someOf, { n, list: listed(able.map(nameOf)) });
  });

  return say(ACTS.allOf, { list: kinds.join(say(ACTS.andAlso)) });
}

/* 甲、乙或丙 */
function listed(names, last = ACTS.or) {
  const apart = language() === "zh" ? "、" : ", ";

  return names.length < 2 ? names.join("") : names.slice(0, -1).join(apart) +
    say(last) + names[names.length - 1];
}
