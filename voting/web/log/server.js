/**
 * Talking to the server: docs/api.md. What comes back is a hint or a thing to
 * be verified; nothing is believed here.
 */

/** What the server says when it does not do as it was asked. */
export class ServerError extends Error {
  /**
   * @param {number} status       0: there was no answer
   * @param {string} code         of docs/api.md
   * @param {{zh: string, en: string}} words
   * @param {number} [retryAfter] seconds
   */
  constructor(status, code, words, retryAfter = 0) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.words = words;
    this.retryAfter = retryAfter;
  }
}

const NO_ANSWER = {
  zh: "连不上服务器，请检查网络。",
  en: "The server cannot be reached; check the network.",
};

const STRANGE_ANSWER = {
  zh: "服务器的回答看不懂，请到签到处。",
  en: "The server gave a strange answer; go to the desk.",
};

/** What came back is not what a server of ours says. */
export function strangeAnswer() {
  return new ServerError(200, "strange", STRANGE_ANSWER);
}

async function ask(path, options, timeoutS = 15) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutS * 1000);

  try {
    return await fetch(path, {credentials: "omit", redirect: "error",
      signal: abort.signal, ...options});
  } catch {
    throw new ServerError(0, "no-answer", NO_ANSWER);
  } finally {
    clearTimeout(timer);
  }
}

async function failure(response) {
  const lines = (await response.text().catch(() => "")).split("\n");
  const retry = Number(response.headers.get("Retry-After")) || 0;

  if (lines.length < 3 || !/^[a-z-]{2,32}$/.test(lines[0]))
    return new ServerError(response.status, "strange", STRANGE_ANSWER,
      retry);
  return new ServerError(response.status, lines[0],
    {zh: lines[1], en: lines[2]}, retry);
}

async function get(path) {
  const response = await ask(path, {});

  if (!response.ok)
    throw await failure(response);
  return response;
}

/** @returns {Promise<string>} */
export async function readText(path) {
  return (await get(path)).text();
}

/** @returns {Promise<Uint8Array>} */
export async function readBytes(path) {
  return new Uint8Array(await (await get(path)).arrayBuffer());
}

/** A view: JSON written by the core. */
export async function readView(path) {
  try {
    return await (await get(`/view/${path}`)).json();
  } catch (error) {
    if (error instanceof ServerError)
      throw error;
    throw strangeAnswer();
  }
}

/**
 * Sends a signed note or a submission. Receipt and refusal both come back as
 * bytes, and only the core says which of them is true.
 *
 * @param {string|Uint8Array} body
 * @returns {Promise<{status: number, bytes: Uint8Array}>}
 */
export async function postEvent(body) {
  const response = await ask("/event", {method: "POST", body});
  const bytes = new Uint8Array(
    await response.clone().arrayBuffer().catch(() => new ArrayBuffer(0)));

  if (response.status === 200 || startsAsNote(bytes))
    return {status: response.status, bytes};
  throw await failure(response);
}

function startsAsNote(bytes) {
  return new TextDecoder().decode(bytes.subarray(0, 20)) ===
    "congress-refusal/v1\n";
}

/**
 * Leaves a draft for the colleagues who are to sign it.
 *
 * @param {Uint8Array} submission  of one note
 */
export async function postDraft(submission) {
  const response = await ask("/draft", {method: "POST", body: submission});

  if (!response.ok)
    throw await failure(response);
}

/**
 * Sends a member's signed request.
 *
 * @returns {Promise<Uint8Array>}
 */
export async function askAsMember(note) {
  const response = await ask("/member", {method: "POST", body: note});

  if (!response.ok)
    throw await failure(response);
  return new Uint8Array(await response.arrayBuffer());
}
