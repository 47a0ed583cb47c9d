/*
 * core.js - the core, for pages: keys and cards, logs, events, ballots, checks.
 *
 * Everything that is signed or verified is done in WebAssembly, by the same C as
 * in the server and in the verifier; here it only has names. Nothing here talks
 * to a server or keeps anything: bytes in, bytes out. A call that cannot be done
 * throws CoreError, whose code is stable and whose sentences are for people.
 *
 *     const core = await Core.load(fetch("vote.wasm"));
 *     const log = core.followLog();
 *     for (const entry of entries) log.take(entry);
 *     const form = log.ballotForm("P2", "seat/017");
 *     const ballot = log.seal("P2", "seat/017", key, [0, 2, 1]);
 *     show(ballot.code);                        // then: cast, or test?
 *     const note = ballot.cast(key);            // POST it
 *     core.checkReceipt(log.pin(), receipt, note);
 *
 * In a page, have it run in a worker: core_worker.js has the same calls there,
 * each a promise.
 *
 * Terms: a *post* is a text like "seat/017"; *bytes* are a Uint8Array; a *hash*
 * is 32 bytes; times are whole seconds since 1970; an *option* of a row is its
 * number from 0. Objects with close() hold secrets or memory of the module:
 * close them when they are done with.
 */
import { CoreError, fromBase64, loadModule, toBase64 } from "./core_module.js";
import { Audit, Log } from "./core_log.js";
import { Pack } from "./core_pack.js";

export { CoreError, fromBase64, toBase64 };

/** @typedef {{origin: string, key: Uint8Array}} Pin a log: its name and key */
/** @typedef {{size: number, root: string, code: string}} Tree root in base64,
 *  code for people */

/** Hashes in base64, a line each, as bytes. @param {string} hashes */
function joinHashes(hashes) {
  const list = hashes.split("\n").filter((line) => line !== "");
  const joined = new Uint8Array(32 * list.length);
  list.forEach((line, i) => {
    const hash = fromBase64(line);
    if (hash.length !== 32) {
      throw new CoreError("ERR_INPUT");
    }
    joined.set(hash, 32 * i);
  });
  return joined;
}

/** A secret of 32 bytes in the module: a signing key or a counting seed. */
export class Secret {
  /**
   * @param {import("./core_module.js").CoreModule} module
   * @param {number} handle
   */
  constructor(module, handle) {
    this.module = module;
    this.handle = handle;
  }

  /** The public key, 32 bytes. */
  publicKey() {
    return this.module.call("web_key_public", this.handle).bytes;
  }

  /** The secret itself, to be kept on this device; the only way it gets out. */
  exportSeed() {
    return this.module.call("web_key_seed", this.handle).bytes;
  }

  /** Wipes it from the module. */
  close() {
    this.module.call("web_key_close", this.handle);
  }
}

export class Core {
  /**
   * @param {import("./core_module.js").CoreModule} module
   * @param {(bytes: Uint8Array) => Uint8Array} fill
   */
  constructor(module, fill) {
    this.module = module;
    this.fill = fill;
  }

  /**
   * @param {Parameters<typeof loadModule>[0]} source the module
   * @param {(bytes: Uint8Array) => Uint8Array} [fill] where randomness comes
   *        from; by default the browser's crypto.getRandomValues
   */
  static async load(source, fill = (bytes) => crypto.getRandomValues(bytes)) {
    return new Core(await loadModule(source), fill);
  }

  /** @param {number} count fresh random bytes */
  random(count) {
    return this.fill(new Uint8Array(count));
  }

  // ---- Secrets and cards ---------------------------------------------------

  /** A fresh key or seed. */
  newSecret() {
    return this.secretOf(this.random(32));
  }

  /** @param {Uint8Array} seed as exportSeed() gave it; wiped here */
  secretOf(seed) {
    const { number } = this.module.call("web_key_make", seed);
    seed.fill(0);
    return new Secret(this.module, number);
  }

  /**
   * The key of a card's invitation in the conference whose genesis has this
   * leaf hash: a token works in one conference only.
   *
   * @param {Uint8Array} genesis
   * @param {Uint8Array} token
   */
  invitationKey(genesis, token) {
    const { number } = this.module.call("web_key_of_card", genesis, token);
    return new Secret(this.module, number);
  }

  newToken() {
    return this.random(16);
  }

  /** @param {Uint8Array} token @returns {string} as in a card's QR code */
  tokenText(token) {
    return this.module.call("web_token_text", token).text;
  }

  /** @param {Uint8Array} token @returns {string} ten groups of five digits */
  tokenDigits(token) {
    return this.module.call("web_token_digits", token).text;
  }

  /**
   * Reads a token in either form. CoreError ERR_INPUT: its `number` is the
   * first group that was mistyped, from 1, or 0.
   *
   * @param {string} text
   */
  readToken(text) {
    return this.module.call("web_token_read", text).bytes;
  }

  /** @param {Uint8Array} seed @returns {string} twenty groups, for paper */
  seedDigits(seed) {
    return this.tokenDigits(seed.slice(0, 16)) + " " +
      this.tokenDigits(seed.slice(16));
  }

  /** @param {string} typed twenty groups; ERR_INPUT as readToken() */
  readSeed(typed) {
    const digits = typed.replace(/[\s-]/g, "");
    const seed = new Uint8Array(32);
    for (const half of [0, 1]) {
      try {
        seed.set(this.readToken(digits.slice(50 * half, 50 * half + 50)),
          16 * half);
      } catch (error) {
        if (error instanceof CoreError && error.number > 0) {
          error.number += 10 * half;
        }
        throw error;
      }
    }
    if (digits.length !== 100) {
      throw new CoreError("ERR_INPUT");
    }
    return seed;
  }

  // ---- Logs ----------------------------------------------------------------

  /** A log to follow, entry by entry, from genesis on. */
  followLog() {
    return new Log(this, this.module.call("web_log_open").number);
  }

  /** A log to recount: the verifier's eighteen checks. */
  audit() {
    return new Audit(this, this.module.call("web_audit_open", this.random(32)).number);
  }

  /**
   * The signed founding event, from the two conveners' keys.
   *
   * @param {{origin: string, at: number, title: import("./core_log.js").Blob,
   *          logKey: Uint8Array, policy?: import("./core_log.js").Blob,
   *          chairs: [Secret, Secret]}} what
   */
  genesis({ origin, at, title, logKey, policy, chairs }) {
    const nothing = toBase64(this.sha256(new Uint8Array(0)));
    const text = [
      "congress/v1 genesis", `log ${origin}`, `seen 0 ${nothing}`, `at ${at}`,
      "specification 1", `title ${title.ref}`, `log-key ${toBase64(logKey)}`,
      ...chairs.map((key, i) => `chair/${i + 1} ${toBase64(key.publicKey())}`),
      `policy ${policy ? policy.ref : "none"}`, "continues none", "",
    ].join("\n");
    return text + "\n" +
      chairs.map((key, i) => this.signLine(key, `chair/${i + 1}`, text)).join("");
  }

  /**
   * One signature line over an event's text. Log.draft() and Draft.sign() do
   * this for events; here it is for a second officer's own device.
   *
   * @param {Secret} key
   * @param {string} post
   * @param {string} text
   * @param {boolean} [invitation] the key is that of the post's card
   */
  signLine(key, post, text, invitation = false) {
    return this.module.call("web_sign_event", key.handle, post, invitation,
      text).text;
  }

  /**
   * A member's signed request (docs/api.md, section 6).
   *
   * @param {Secret} key
   * @param {{origin: string, post: string, invitation?: boolean, at: number,
   *          want: "name" | "names" | "text" | "here" | "phones" |
   *          "drafts" | "decline",
   *          about?: string, sha256?: Uint8Array, length?: number}} what
   *        about: whose name; sha256 and length: which text; sha256 of the
   *        draft that is declined
   */
  request(key, { origin, post, invitation = false, at, want, about, sha256,
    length = 0 }) {
    const wants = ["name", "names", "text", "here", "phones", "drafts",
      "decline"];
    return this.module.call("web_sign_request", key.handle, origin, post,
      invitation, at, this.random(16), wants.indexOf(want), about, sha256,
      length).text;
  }

  // ---- What a device checks by itself --------------------------------------

  /**
   * A receipt of this note. Throws unless the entry is in the log.
   *
   * @param {Pin} pin
   * @param {string | Uint8Array} receipt
   * @param {string} note
   * @returns {Tree & {index: number, time: number}}
   */
  checkReceipt(pin, receipt, note) {
    return this.module.call("web_check_receipt", pin.origin, pin.key, receipt,
      note).json;
  }

  /**
   * A refusal, signed by the log, of exactly these bytes. The CoreError that
   * it stands for, with `tree` and `cause`; throws one if the refusal itself
   * does not hold: then go on trying and say "disputed, go to the desk".
   *
   * @param {Pin} pin
   * @param {string | Uint8Array} refusal
   * @param {string} submitted
   */
  checkRefusal(pin, refusal, submitted) {
    const found = this.module.call("web_check_refusal", pin.origin, pin.key,
      refusal, submitted).json;
    const error = this.module.errorOf(found.status);
    return Object.assign(error, { tree: found.tree, cause: found.cause });
  }

  /**
   * @param {Pin} pin
   * @param {string | Uint8Array} checkpoint
   * @returns {Tree}
   */
  checkCheckpoint(pin, checkpoint) {
    return this.module.call("web_check_checkpoint", pin.origin, pin.key,
      checkpoint).json;
  }

  /**
   * Opens a paper pack (GET /pack/<open>/<seat>). Throws the refusal that says
   * what is wrong with it; its number is the entry to blame.
   *
   * @param {Uint8Array} bytes
   * @param {{open: number, seat?: string, genesis?: Uint8Array,
   *          last?: {size: number, root: string, hashes: string}}} known
   *        genesis: leaf hash of the conference's, once it is known; without,
   *        ask isCardOfSeat(). last: the tree of the last pack or receipt and
   *        what GET /consistency says from there to the pack's tree
   */
  openPack(bytes, { open, seat = "", genesis, last }) {
    const { number } = this.module.call("web_pack_open", bytes, genesis, open,
      seat, last?.size ?? 0, last && fromBase64(last.root),
      last && joinHashes(last.hashes));
    return new Pack(this, number);
  }

  /**
   * Throws ERR_PROOF unless the second tree continues the first. hashes: as
   * the server gives them, base64, a line each.
   *
   * @param {{size: number, root: string}} older
   * @param {{size: number, root: string}} newer
   * @param {string} hashes
   */
  checkConsistency(older, newer, hashes) {
    this.module.call("web_check_consistency", older.size,
      fromBase64(older.root), newer.size, fromBase64(newer.root),
      joinHashes(hashes));
  }

  /** @param {string | Uint8Array} bytes */
  sha256(bytes) {
    return this.module.call("web_sha256", bytes).bytes;
  }

  /** @param {string | Uint8Array} entry a log entry, its server line first */
  leafHash(entry) {
    return this.module.call("web_leaf_hash", entry).bytes;
  }

  /**
   * The code of a sealed ballot as an entry has it: what its device showed before
   * it asked "cast, or test?".
   *
   * @param {Uint8Array} ballot
   */
  ballotCode(ballot) {
    return this.module.call("web_ballot_code", ballot).bytes;
  }

  /** @param {Uint8Array} root @returns {string} the record code */
  recordCode(root) {
    return this.module.call("web_record_code", root).text;
  }

  /**
   * Whether a code as somebody typed it is this root's.
   *
   * @param {Uint8Array} root
   * @param {string} typed
   */
  recordCodeIs(root, typed) {
    return this.module.call("web_record_code_is", root, typed).number === 1;
  }

  /** A refusal of this code, with its sentences. @param {string} code */
  refusal(code) {
    const { number } = this.module.call("web_status_of", code);
    return this.module.errorOf(number);
  }

  // ---- Texts, names, rules, the roll ---------------------------------------

  /**
   * A text for an event to name: salted, in one or both languages; the first
   * line of a language is its title. `ref` is what stands in the event.
   *
   * @param {{zh?: string, en?: string}} words
   * @param {{members?: boolean}} [who] for members only
   * @returns {import("./core_log.js").Blob}
   */
  writeText({ zh = "", en = "" }, { members = false } = {}) {
    const { bytes } = this.module.call("web_text_write", this.random(16), zh,
      en);
    return this.blob(bytes, { members });
  }

  /**
   * Any bytes as a text that events name: a witness policy, a refusal note.
   *
   * @param {Uint8Array} bytes
   * @param {{members?: boolean}} [who]
   * @returns {import("./core_log.js").Blob}
   */
  blob(bytes, { members = false } = {}) {
    const sha256 = this.sha256(bytes);
    const who = members ? "members" : "public";
    return { bytes, sha256, members,
      ref: `${who} ${bytes.length} ${toBase64(sha256)}` };
  }

  /** @param {Uint8Array} bytes @returns {{zh: string[], en: string[]}} lines */
  readText(bytes) {
    return this.module.call("web_text_read", bytes).json;
  }

  /**
   * A name record (protocol 9.3), and what the log will hold of it.
   *
   * @param {{zh: string, en?: string, group?: string, title_zh?: string,
   *          title_en?: string}} fields
   * @returns {{record: string, commitment: Uint8Array}} record: with its salt
   */
  writeName(fields) {
    const keys = /** @type {const} */ (
      ["zh", "en", "group", "title_zh", "title_en"]);
    const lines = keys.filter((key) => fields[key])
      .map((key) => `${key} ${fields[key]}`);
    if (!fields.zh || lines.some((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))) {
      throw new CoreError("ERR_INPUT");
    }
    const salt = toBase64(this.random(16));
    const record = [`salt ${salt}`, ...lines, ""].join("\n");
    return { record, commitment: this.nameCommitment(record) };
  }

  /** What a name record commits to. @param {string | Uint8Array} record */
  nameCommitment(record) {
    return this.module.call("web_name_commit", record).bytes;
  }

  /**
   * A rule in a sentence, for a roll of this size.
   *
   * @param {string} rule canonical text (protocol 5.1)
   * @param {number} roll
   * @returns {{zh: string, en: string, kind: string}}
   */
  ruleWords(rule, roll) {
    return this.module.call("web_rule_words", rule, roll).json;
  }

  /**
   * Why a paper with these options and this many rows may not have the rule;
   * null where it may.
   *
   * @param {string} rule
   * @param {string[]} options
   * @param {number} rows
   * @returns {{code: string, zh: string, en: string} | null}
   */
  ruleFault(rule, options, rows) {
    return this.module.call("web_rule_fault", rule, options.join(" "), rows)
      .json;
  }

  /**
   * The rules that are ready to choose; an election's have this many seats.
   *
   * @param {number} [seats]
   * @returns {{id: string, zh: string, en: string, source: string,
   *            secrecy: string, kind: string, rule: string}[]}
   */
  presets(seats = 1) {
    return this.module.call("web_presets", seats).json;
  }

  /**
   * Every row of a roll's CSV and every fault in it, in words.
   *
   * @param {Uint8Array | string} csv
   */
  readRoll(csv) {
    return this.module.call("web_roll", csv).json;
  }
}
