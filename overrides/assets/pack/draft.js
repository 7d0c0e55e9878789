// The pack that is being put together. It stays on the device; every tab shows the same one.
import { MOST, STAGES, WHEN } from "./link.js";

const KEY = "pack", ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;
const empty = () => ({ sections: [], title: "", stage: "", note: "", when: "" });
let own; // where storage is forbidden, as long as the page is open

export function draft() {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(KEY)); } catch { kept = own; }
  const made = empty();
  if (!kept || typeof kept !== "object") return made;
  if (Array.isArray(kept.sections)) made.sections = [...new Set(kept.sections.filter((id) => ID.test(id)))].slice(0, MOST.sections);
  for (const name of ["title", "note"]) if (typeof kept[name] === "string") made[name] = kept[name].slice(0, MOST[name]);
  if (STAGES.includes(kept.stage)) made.stage = kept.stage;
  if (WHEN.test(kept.when)) made.when = kept.when;
  return made;
}

export function save(pack) {
  own = pack;
  try {
    if (isEmpty(pack)) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(pack));
  } catch { /* kept as long as the page is open */ }
  dispatchEvent(new Event("pack"));
}

export const clear = () => save(empty());
export const isEmpty = (pack) => !pack.sections.length && !pack.title && !pack.stage && !pack.note && !pack.when;

// Adds a section, or takes it out; returns what was done, in words.
export function toggle(id) {
  const pack = draft();
  const had = pack.sections.includes(id);
  if (!had && pack.sections.length >= MOST.sections) return `A pack holds ${MOST.sections} sections at most`;
  pack.sections = had ? pack.sections.filter((other) => other !== id) : [...pack.sections, id];
  save(pack);
  return had ? "Taken out of your pack" : "Added to your pack";
}

// Calls `act` whenever the pack changes, in this tab or another.
export function watch(act) {
  addEventListener("pack", act);
  addEventListener("storage", ({ key }) => { if (key === KEY || key === null) act(); });
}
