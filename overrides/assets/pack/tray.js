// The tray at the foot of the window: how many sections are in the pack, how long they take, and the way to finish it.
import { find, permalinks, root } from "../permalinks.js";
import { clear, draft, isEmpty, watch } from "./draft.js";

let tray, told;

// Shows the tray as long as there is a pack, except where the pack itself is on the page.
export function show() {
  if (tray || document.querySelector("[data-pack-page]")) return;
  tray = Object.assign(document.createElement("aside"), { className: "tray", ariaLabel: "Your pack" });
  told = document.createElement("p");
  told.setAttribute("role", "status");
  const finish = Object.assign(document.createElement("a"), { className: "button", href: new URL("packs/new/", root).href, textContent: "Finish" });
  const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "Discard" });
  drop.addEventListener("click", () => {
    if (drop.dataset.sure) return clear();
    drop.dataset.sure = "yes";
    drop.textContent = "Press again";
    setTimeout(() => { delete drop.dataset.sure; drop.textContent = "Discard"; }, 4000);
  });
  tray.append(told, drop, finish);
  document.body.append(tray);
  watch(update);
  update();
}

async function update() {
  const pack = draft(), number = pack.sections.length;
  tray.hidden = isEmpty(pack);
  document.documentElement.classList.toggle("has-tray", !tray.hidden);
  const count = `${number} section${number === 1 ? "" : "s"}`;
  told.textContent = `Pack: ${count}`;
  try {
    const data = await permalinks();
    const minutes = pack.sections.reduce((sum, id) => sum + (find(data, id)?.minutes ?? 0), 0);
    told.textContent = `Pack: ${count}, ${minutes} min`;
  } catch { /* the number alone will do */ }
}
