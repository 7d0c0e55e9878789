// How weights reorder a feed: six made-up videos, scored as a weighted sum of what a viewer is predicted to do.
import { element, sliders } from "./slider.js";

const VIDEOS = [
  ["Three-minute repair lesson", { finish: 0.22, like: 0.09, share: 0.06, follow: 0.05, fresh: 0, reject: 0.01 }],
  ["Ten-second cat fall", { finish: 0.81, like: 0.05, share: 0.03, follow: 0.005, fresh: 0, reject: 0.04 }],
  ["First video of a new potter", { finish: 0.44, like: 0.06, share: 0.02, follow: 0.03, fresh: 1, reject: 0.02 }],
  ["Outrage at a restaurant bill", { finish: 0.63, like: 0.03, share: 0.08, follow: 0.01, fresh: 0, reject: 0.12 }],
  ["Friend’s birthday dance", { finish: 0.58, like: 0.12, share: 0.02, follow: 0.002, fresh: 0, reject: 0.01 }],
  ["Shop demo of a mop", { finish: 0.35, like: 0.02, share: 0.01, follow: 0.004, fresh: 0, reject: 0.07 }],
];
const WEIGHTS = {
  finish: ["Finishes it", 0, 10, 1, 5], like: ["Likes it", 0, 30, 1, 5], share: ["Shares it", 0, 40, 1, 5], follow: ["Follows the creator", 0, 60, 1, 5],
  fresh: ["New creator", 0, 4, 0.5, 0], reject: ["Says “Not interested” (minus)", 0, 40, 1, 0],
};

export function show(place) {
  const list = element("ol", { className: "try__list" }), told = element("p", { className: "try__told" });
  told.setAttribute("role", "status");
  sliders(place, WEIGHTS, (weights) => {
    const scored = VIDEOS.map(([name, odds]) => [name, Object.entries(odds).reduce((sum, [what, chance]) => sum + (what === "reject" ? -1 : 1) * weights[what] * chance, 0)]);
    scored.sort(([, a], [, b]) => b - a);
    list.replaceChildren(...scored.map(([name, score]) => element("li", { children: [name, element("span", { textContent: score.toFixed(2) })] })));
    told.textContent = `First: ${scored[0][0]}. Last: ${scored.at(-1)[0]}.`;
  });
  place.append(told, list);
}
