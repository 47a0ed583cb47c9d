/**
 * Both languages. A word is a pair [Chinese, English]; a page's words stand in
 * words/, one file a page, and are said by say(). What the core writes comes in
 * both languages too, as {zh, en}.
 */

const KEY = "language";
const listeners = new Set();
let current = remembered() ??
  (navigator.language?.toLowerCase().startsWith("zh") ? "zh" : "en");

function remembered() {
  try {
    const value = localStorage.getItem(KEY);

    return value === "zh" || value === "en" ? value : null;
  } catch {
    return null; /* storage is forbidden here: follow the browser */
  }
}

/** 'zh' or 'en'. */
export function language() {
  return current;
}

/**
 * What is said in a language, whichever it is now.
 *
 * @param {'zh'|'en'} tongue
 * @param {() => string} saying
 */
export function speaking(tongue, saying) {
  const before = current;

  current = tongue;
  try {
    return saying();
  } finally {
    current = before;
  }
}

/** @param {'zh'|'en'} value */
export function speak(value) {
  current = value;
  try {
    localStorage.setItem(KEY, value);
  } catch {
    /* Then it is asked again next time. */
  }
  document.documentElement.lang = value === "zh" ? "zh-CN" : "en";
  for (const listener of listeners)
    listener(value);
}

/** Calls the listener on every change of language. */
export function onLanguage(listener) {
  listeners.add(listener);
}

/* Letters that are written from the right. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/* A value in a sentence, so that it does not turn round what follows it. */
function apart(value) {
  const text = String(value);

  return FROM_THE_RIGHT.test(text) ? `\u2068${text}\u2069` : text;
}

/**
 * The sentence in the language of now.
 *
 * @param {[string, string]|{zh: string, en: string}} pair
 * @param {Object<string, string|number>} [values]  for its {names}
 */
export function say(pair, values = {}) {
  const sentence = Array.isArray(pair)
    ? pair[current === "zh" ? 0 : 1]
    : pair[current] || pair.zh || pair.en;

  return sentence.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? apart(values[name]) : whole);
}

/** Whole sentences behind each other: Chinese ones have no space between. */
export function sentences(...said) {
  return said.filter(Boolean).join(current === "zh" ? "" : " ");
}

/** 甲、乙 / A, B @param {string[]} names */
export function listOf(names) {
  return names.join(current === "zh" ? "、" : ", ");
}

const LOCALES = {zh: "zh-CN", en: "en-GB"};

/** 14:05 */
export function timeOf(seconds) {
  return new Intl.DateTimeFormat(LOCALES[current],
    {hour: "2-digit", minute: "2-digit", hour12: false})
    .format(new Date(seconds * 1000));
}

/** 2026年11月21日 14:05 / 21 November 2026, 14:05 */
export function dateOf(seconds) {
  return new Intl.DateTimeFormat(LOCALES[current],
    {year: "numeric", month: "long", day: "numeric", hour: "2-digit",
      minute: "2-digit", hour12: false})
    .format(new Date(seconds * 1000));
}

/** 0:42, 12:05 */
export function clockOf(seconds) {
  const whole = Math.max(0, Math.floor(seconds));

  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The same of a date as the log writes it: 2026-11-21 */
export function dayIn(date) {
  return dayOf(Date.parse(`${date}T12:00`) / 1000);
}

/** 2026年11月21日 / 21 November 2026 */
export function dayOf(seconds) {
  return new Intl.DateTimeFormat(LOCALES[current],
    {year: "numeric", month: "long", day: "numeric"})
    .format(new Date(seconds * 1000));
}
