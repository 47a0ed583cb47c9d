/*
 * bad_deal.js - a scrutineer who cheats in the key ceremony: what ballotctl has
 * dealt for them, with another first share than the commitments prove, signed
 * by their own key.
 */
import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";

const KEY_ID_BYTES = 4;
/* What stands before a seed of Ed25519 in PKCS #8, RFC 8410. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/* The line of the same key over another text. */
function signed(line, text, seed) {
  const [dash, name, old] = line.split(" ");
  const key = createPrivateKey({ format: "der", type: "pkcs8",
    key: Buffer.concat([PKCS8, Buffer.from(seed, "base64")]) });

  return [dash, name, Buffer.concat([Buffer.from(old, "base64")
    .subarray(0, KEY_ID_BYTES), sign(null, Buffer.from(text), key)])
    .toString("base64")].join(" ");
}

/**
 * Deals as this scrutineer, whose key and seed ballotctl has.
 *
 * @param {import("./congress.js").Congress} congress
 * @param {string} folder  of keys
 * @param {string} post
 */
export async function dealsBadly(congress, folder, post) {
  congress.by(folder, "key", "deal", "--as", post, "--out",
    congress.file("deal"));
  const draft = readFileSync(congress.file("deal"), "utf8");
  const note = draft.slice(draft.indexOf("\n\n") + 2);
  const cut = note.lastIndexOf("\n\n") + 1;
  const text = note.slice(0, cut).replace(/^shares (\S+)$/m, (_, shares) => {
    const bytes = Buffer.from(shares, "base64");

    bytes[0] ^= 1;
    return `shares ${bytes.toString("base64")}`;
  });
  const answer = await fetch(`${congress.address}/event`, { method: "POST",
    body: `${text}\n${signed(note.slice(cut + 1).trimEnd(), text,
      congress.keyOf(folder, post).seed)}\n` });

  if (!answer.ok)
    throw new Error(await answer.text());
}
