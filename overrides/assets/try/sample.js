// How sample size and effect trade off in a test of two groups, for a share such as “came back within a week”:
// n = 2 (z(1 - a/2) + z(1 - b))^2 p (1 - p) / d^2 with a = 0.05 and power 0.8, hence 15.7 p (1 - p) / d^2; S. Lehr, 1992, rounds to 16.
import { curve, element, sliders } from "./slider.js";

const FACTOR = 2 * (1.96 + 0.8416) ** 2;
const people = (base, lift) => Math.ceil((FACTOR * base * (1 - base)) / (base * lift) ** 2);

export function show(place) {
  const drawn = element("div"), told = element("p", { className: "try__told" });
  told.setAttribute("role", "status");
  const values = {
    base: ["Share today", 1, 60, 1, 20, " %"], lift: ["Smallest lift worth finding, relative", 0.5, 20, 0.5, 2, " %"],
    daily: ["New people a day in the test, thousands", 1, 500, 1, 50],
  };
  sliders(place, values, ({ base, lift, daily }) => {
    const needed = people(base / 100, lift / 100), days = Math.ceil((2 * needed) / (daily * 1000));
    const most = people(base / 100, 0.005), points = Array.from({ length: 79 }, (_, number) => 0.5 + number / 4).map((each) => [(each - 0.5) / 19.5, Math.log(people(base / 100, each / 100)) / Math.log(most)]);
    drawn.replaceChildren(curve(points, { at: (lift - 0.5) / 19.5, x: "lift, 0.5 % to 20 %", y: "people needed (log scale)", label: "People needed by lift" }));
    told.textContent = `${needed.toLocaleString("en-GB")} people in each group, so ${days === 1 ? "one day" : `${days.toLocaleString("en-GB")} days`}${days < 7 ? "; run whole weeks all the same" : ""}. Half the lift takes four times as many.`;
  });
  place.append(drawn, told);
}
