/** Posts: "seat/017", and what they are called. */

import { say } from "../screen/words.js";
import { POST } from "../words/join.js";

/** Where each kind is at home. */
export const PAGES = { seat: "/", observer: "/", chair: "/chair",
  desk: "/desk", scrutineer: "/scrutineer" };

/** The kind of a post: "seat" of "seat/017". */
export function kindOf(post) {
  return post.split("/")[0];
}

/** 席位 017 / Seat 017 */
export function postName(post) {
  return say(POST[kindOf(post)], { n: post.split("/")[1] });
}
