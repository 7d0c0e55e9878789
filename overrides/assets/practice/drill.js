// The drill: deals questions by stage and weak spots, with a clock, notes and a self-rating that stay on the device.
import { root } from "../permalinks.js";

const KEY = "drill", MOST = 1000; // answers that are kept
const MINUTES = { 1: 2, 2: 4, 3: 6 }; // by level
const form = document.querySelector("[data-drill]"), waiting = document.querySelector("[data-drill-waiting]");
const part = (name) => form.querySelector(`[data-part="${name}"]`);
const { stage, skill, notes } = form.elements;
let bank, question, left, tick, own = [];

try {
  const answer = await fetch(new URL("practice.json", root));
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  bank = await answer.json();
  stage.append(...Object.entries(bank.stages).map(([value, name]) => new Option(name, value)));
  skill.append(...Object.entries(bank.skills).map(([value, name]) => new Option(name[0].toUpperCase() + name.slice(1), value)));
  waiting.remove();
  form.hidden = false;
  start();
} catch {
  waiting.textContent = "The questions could not be loaded. Check your connection, then reload the page.";
}

function start() {
  const asked = new URLSearchParams(location.search);
  for (const select of [stage, skill]) {
    if ([...select.options].some(({ value }) => value === asked.get(select.name))) select.value = asked.get(select.name);
    select.addEventListener("change", count);
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => { if (target.name === "rating") tell(""); });
  const acts = { deal, pause, reveal, next, export: exported, forget };
  for (const [name, act] of Object.entries(acts)) part(name).addEventListener("click", act);
  count();
  record();
}

// Answers so far, the newest last: {id, at, rating, seconds, shown, notes}.
function answers() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((each) => typeof each?.id === "string" && each.rating >= 1 && each.rating <= 4) : own;
  } catch { return own; }
}

function keep(all) {
  own = all.slice(-MOST);
  try { localStorage.setItem(KEY, JSON.stringify(own)); } catch { /* until the page is closed */ }
}

function choice() {
  return bank.questions.filter((each) => (!stage.value || each.stage === stage.value) && (!skill.value || each.skill === skill.value));
}

function count() {
  const done = new Set(answers().map(({ id }) => id)), all = choice();
  part("left").textContent = `${all.filter(({ id }) => !done.has(id)).length} of ${all.length} not tried yet`;
}

// The next question: one that was tried least, of the skill that goes worst; of equals, any but the one just seen.
function pick() {
  const past = answers(), means = new Map(Object.keys(bank.skills).map((name) => [name, mean(past, name) ?? 2.5]));
  const rank = (each) => {
    const tried = past.filter(({ id }) => id === each.id);
    return tried.length * 4 + (tried.at(-1)?.rating ?? 0) + means.get(each.skill) + Math.random() / 2 + (each === question ? 100 : 0);
  };
  return choice().map((each) => [rank(each), each]).sort(([a], [b]) => a - b)[0]?.[1];
}

function mean(past, name) {
  const rated = past.filter(({ id }) => bank.questions.find((each) => each.id === id)?.skill === name).map(({ rating }) => rating);
  return rated.length ? rated.reduce((sum, each) => sum + each, 0) / rated.length : undefined;
}

function deal() {
  question = pick();
  if (!question) return tell("No question of this skill at this stage. Choose another.");
  part("card").hidden = false;
  part("answer").hidden = true;
  part("reveal").hidden = false;
  part("kind").textContent = `${bank.stages[question.stage]} · ${bank.skills[question.skill]} · ${bank.levels[question.level]}`;
  part("prompt").textContent = question.prompt;
  notes.value = "";
  for (const each of form.querySelectorAll("[name=rating]")) each.checked = false;
  left = MINUTES[question.level] * 60;
  run();
  tell(`You have ${MINUTES[question.level]} minutes. Answer aloud.`);
  part("prompt").focus();
}

function run() {
  clearInterval(tick);
  tick = setInterval(() => { left -= 1; clock(); if (left === 0) tell("Time. Finish your sentence, then look."); }, 1000);
  part("pause").textContent = "Pause";
  clock();
}

function clock() {
  const all = Math.abs(left);
  part("clock").textContent = `${left < 0 ? "+" : ""}${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
}

function pause() {
  if (part("pause").textContent === "Go on") return run();
  clearInterval(tick);
  part("pause").textContent = "Go on";
}

function reveal() {
  clearInterval(tick);
  part("reveal").hidden = true;
  part("answer").hidden = false;
  part("shows").replaceChildren(...question.shows.map((text) => {
    const label = document.createElement("label"), box = Object.assign(document.createElement("input"), { type: "checkbox", name: "shown" });
    label.append(box, ` ${text}`);
    return label;
  }));
  part("miss").textContent = question.miss;
  part("follow").textContent = question.follow_up;
  part("more").href = new URL(question.url, root).href;
  part("shows").querySelector("input").focus();
}

function next() {
  const rating = Number(form.querySelector("[name=rating]:checked")?.value);
  if (!rating) {
    form.querySelector("[name=rating]").focus();
    return tell("Rate your answer first.");
  }
  const shown = form.querySelectorAll("[name=shown]:checked").length;
  keep([...answers(), { id: question.id, at: new Date().toISOString(), rating, seconds: MINUTES[question.level] * 60 - left, shown, notes: notes.value.slice(0, 4000) }]);
  count();
  record();
  deal();
}

function record() {
  const past = answers();
  part("record").hidden = !past.length;
  part("table").replaceChildren(...Object.entries(bank.skills).filter(([name]) => mean(past, name)).sort(([a], [b]) => mean(past, a) - mean(past, b)).map(([name, text]) => {
    const number = past.filter(({ id }) => bank.questions.find((each) => each.id === id)?.skill === name).length;
    const row = document.createElement("tr");
    row.append(...[text, number, mean(past, name).toFixed(1)].map((textContent) => Object.assign(document.createElement("td"), { textContent })));
    return row;
  }));
}

async function exported() {
  const { keep: save } = await import("../files.js");
  const lines = answers().map(({ id, at, rating, seconds, shown, notes: text }) => {
    const asked = bank.questions.find((each) => each.id === id);
    return `## ${asked?.prompt ?? id}\n\n${String(at).slice(0, 10)}, rated ${rating} of 4, ${shown ?? 0} of ${asked?.shows.length ?? "?"} points, ${Math.round(seconds ?? 0)} seconds\n\n${text ?? ""}\n`;
  });
  save("practice.md", "text/markdown", `# My practice\n\n${lines.join("\n")}`);
  tell("File made.");
}

function forget() {
  const button = part("forget");
  if (button.dataset.sure) {
    keep([]);
    count();
    record();
    tell("Deleted.");
    part("deal").focus();
  } else tell("Press again to delete your ratings and notes.");
  button.dataset.sure = button.dataset.sure ? "" : "yes";
}

function tell(text) {
  part("status").textContent = text;
}
