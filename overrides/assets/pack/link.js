// A pack as a link. Everything is in the fragment, which a browser never sends to a server; scripts/kb/packs.py tells the form.
const VERSION = "1";
const FORM = /^([0-9]{1,4})\.([A-Za-z0-9_-]*)(?:\.([A-Za-z0-9_-]*)(?:\.([0-9a-f]{6})(?![0-9a-f]))?)?/;
const LONGEST = 8000; // characters of a fragment that are looked at
export const WHEN = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d)?$/;
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g; // control and direction marks
export const MOST = { sections: 40, title: 80, note: 1000, link: 2000 };
export const STAGES = ["screening", "behavioural", "design-and-strategy", "cross-functional", "final"];

// FNV-1a of 32 bits over UTF-8, folded to 24.
function digest(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return ((value >>> 24) ^ value) & 0xffffff;
}

const url64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const bytes64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

// The four characters that stand for a section.
export function code(id) {
  const value = digest(id);
  return url64([value >> 16, (value >> 8) & 255, value & 255]);
}

// pack: {sections: ids, title, stage, note, when: "2026-12-03" or "2026-12-03T14:30"}, all but the sections optional.
export function encode({ sections, title, stage, note, when }) {
  const told = { t: title || undefined, s: stage || undefined, n: note || undefined, d: when || undefined };
  const text = JSON.stringify(told);
  const body = `${VERSION}.${sections.map(code).join("")}.${text === "{}" ? "" : url64(new TextEncoder().encode(text))}`;
  return `${body}.${digest(body).toString(16).padStart(6, "0")}`;
}

// What a fragment says: {codes, title, stage, note, when, fault}. Never throws; `fault` is "", "none", "newer" or "damaged", and
// what could be kept of a damaged one is there.
export function decode(fragment) {
  const kept = { codes: [], title: "", stage: "", note: "", when: "", fault: "" };
  const found = FORM.exec(String(fragment).slice(0, LONGEST).replace(/^#/, "").replace(/%2e/gi, "."));
  if (!found) return { ...kept, fault: "none" };
  const [whole, version, codes, text, check] = found;
  if (version !== VERSION) return { ...kept, fault: "newer" };
  kept.codes = (codes.match(/.{4}/g) ?? []).slice(0, MOST.sections);
  const sound = check !== undefined && codes.length % 4 === 0 && codes.length <= 4 * MOST.sections
    && digest(whole.slice(0, whole.lastIndexOf("."))).toString(16).padStart(6, "0") === check;
  if (!sound) kept.fault = "damaged";
  try {
    const told = text ? JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes64(text))) : {};
    const line = (value, most) => (typeof value === "string" ? value.replace(HIDDEN, "").slice(0, most) : "");
    kept.title = line(told.t, MOST.title).replace(/\s+/g, " ").trim();
    kept.note = line(told.n, MOST.note).trim();
    if (STAGES.includes(told.s)) kept.stage = told.s;
    if (WHEN.test(told.d)) kept.when = told.d;
  } catch {
    kept.fault = "damaged";
  }
  return kept;
}
