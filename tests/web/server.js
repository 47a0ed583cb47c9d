/*
 * server.js - what a server signs, by node's own Ed25519 and a tree written
 * out plainly: so that the module is tested against another implementation.
 */
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  parts.forEach((part) => hash.update(part));
  return hash.digest();
};
const leaf = (entry) => sha256(Buffer.from([0]), entry);
const node = (left, right) => sha256(Buffer.from([1]), left, right);
const halfOf = (count) => 2 ** Math.floor(Math.log2(count - 1));

/** @param {Buffer[]} leaves */
export function rootOf(leaves) {
  if (leaves.length === 0) {
    return sha256();
  }
  if (leaves.length === 1) {
    return leaves[0];
  }
  const k = halfOf(leaves.length);
  return node(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

function pathTo(leaves, index) {
  if (leaves.length === 1) {
    return [];
  }
  const k = halfOf(leaves.length);
  return index < k
    ? [...pathTo(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...pathTo(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))];
}

function consistency(leaves, size, whole = true) {
  if (size === leaves.length) {
    return whole ? [] : [rootOf(leaves)];
  }
  const k = halfOf(leaves.length);
  return size <= k
    ? [...consistency(leaves.slice(0, k), size, whole), rootOf(leaves.slice(k))]
    : [...consistency(leaves.slice(k), size - k, false),
      rootOf(leaves.slice(0, k))];
}

/** A private key of node's, and the public one's bytes. */
function keyPair(seed) {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]),
    format: "der", type: "pkcs8" });
  const der = createPublicKey(secret).export({ format: "der", type: "spki" });
  return { secret, key: new Uint8Array(der.subarray(-32)) };
}

/** Who cosigns checkpoints (C2SP tlog-cosignature). */
export class Witness {
  /**
   * @param {string} name
   * @param {Uint8Array} seed
   */
  constructor(name, seed) {
    const { secret, key } = keyPair(seed);
    this.name = name;
    this.secret = secret;
    this.typed = Buffer.concat([Buffer.from([4]), key]);
    this.id = sha256(name, "\n", this.typed).subarray(0, 4);
  }

  get vkey() {
    return [this.name, this.id.toString("hex"),
      this.typed.toString("base64")].join("+");
  }

  /** The line for a checkpoint. @param {string} checkpoint @param {number} at */
  cosign(checkpoint, at) {
    const body = checkpoint.slice(0, checkpoint.indexOf("\n\n") + 1);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(at));
    const blob = Buffer.concat([this.id, time, sign(null,
      Buffer.from(`cosignature/v1\ntime ${at}\n${body}`), this.secret)]);
    return `\u2014 ${this.name} ${blob.toString("base64")}\n`;
  }
}

/** A log's key, and the log that it signs. */
export class Server {
  /**
   * @param {string} origin
   * @param {Uint8Array} seed
   */
  constructor(origin, seed) {
    this.origin = origin;
    Object.assign(this, keyPair(seed));
    /** @type {Buffer[]} */
    this.entries = [];
  }

  get leaves() {
    return this.entries.map(leaf);
  }

  /** @param {string} note @param {number} at */
  append(note, at) {
    const entry = Buffer.from(`congress-entry/v1 ${at}\n${note}`);
    this.entries.push(entry);
    return entry;
  }

  /** @param {string} text */
  signed(text) {
    const id = sha256(this.origin, "\n", Buffer.from([1]), this.key);
    const blob = Buffer.concat([id.subarray(0, 4),
      sign(null, Buffer.from(text), this.secret)]);
    return `${text}\n\u2014 ${this.origin} ${blob.toString("base64")}\n`;
  }

  checkpoint(size = this.entries.length) {
    const root = rootOf(this.leaves.slice(0, size)).toString("base64");
    return this.signed(`${this.origin}\n${size}\n${root}\n`);
  }

  /** @param {number} index */
  receipt(index, size = this.entries.length) {
    const entry = this.entries[index];
    const line = entry.subarray(0, entry.indexOf(10) + 1);
    const path = pathTo(this.leaves.slice(0, size), index);
    return ["c2sp.org/tlog-proof@v1", `extra ${line.toString("base64")}`,
      `index ${index}`, ...path.map((hash) => hash.toString("base64")), "",
      this.checkpoint(size)].join("\n");
  }

  /** @param {number} older @param {number} newer */
  consistency(older, newer) {
    return consistency(this.leaves.slice(0, newer), older)
      .map((hash) => hash.toString("base64") + "\n").join("");
  }

  /**
   * A paper pack (protocol 11.5), written from its description.
   *
   * @param {(type: string, entry: string, index: number) => boolean} belongs
   * @param {Uint8Array[]} texts
   */
  pack(belongs, texts, size = this.entries.length) {
    const checkpoint = Buffer.from(this.checkpoint(size));
    const parts = [Buffer.from(
      `congress-pack/v1\ncheckpoint ${checkpoint.length}\n`), checkpoint];
    this.entries.slice(0, size).forEach((entry, index) => {
      const text = entry.toString();
      if (belongs(text.match(/\ncongress\/v1 (.*)\n/)[1], text, index)) {
        const proof = Buffer.concat(pathTo(this.leaves.slice(0, size), index));
        parts.push(Buffer.from(`\nentry ${index} ${entry.length}\n`), entry,
          Buffer.from(`\nproof ${proof.length}\n`), proof);
      }
    });
    for (const text of texts) {
      parts.push(Buffer.from(`\ntext ${text.length}\n`), text);
    }
    return Buffer.concat([...parts, Buffer.from("\nend\n")]);
  }

  /** @param {string} submitted @param {string} code */
  refusal(submitted, code, cause = "none") {
    const root = rootOf(this.leaves).toString("base64");
    return this.signed(["congress-refusal/v1", `log ${this.origin}`,
      `submitted ${sha256(submitted).toString("base64")}`, `refused ${code}`,
      `tree ${this.entries.length} ${root}`, `cause ${cause}`, ""].join("\n"));
  }
}
