// How the views of a video arrive: a share that halves every so many hours, and a share that keeps coming.
import { curve, element, sliders } from "./slider.js";

const HOURS = 14 * 24;

// Share of all views of two weeks that have come by an hour.
function seen(hour, half, steady) {
  const burst = (1 - 2 ** (-hour / half)) / (1 - 2 ** (-HOURS / half));
  return (1 - steady) * burst + steady * (hour / HOURS);
}

export function show(place) {
  const drawn = element("div"), told = element("p", { className: "try__told" });
  told.setAttribute("role", "status");
  sliders(place, { half: ["Hours until new views halve", 2, 120, 2, 18, " h"], steady: ["Share that search and profiles bring steadily", 0, 60, 5, 10, " %"] }, ({ half, steady }) => {
    const points = Array.from({ length: 85 }, (_, number) => [number / 84, seen((number / 84) * HOURS, half, steady / 100)]);
    const ninety = points.find(([, share]) => share >= 0.9)[0] * 14;
    drawn.replaceChildren(curve(points, { at: 2 / 14, x: "14 days", y: "share of two weeks’ views", label: "Share of views by day" }));
    told.textContent = `After two days ${Math.round(100 * seen(48, half, steady / 100))} % of the views of two weeks have come; nine tenths after ${ninety.toFixed(1)} days.`;
  });
  place.append(drawn, told);
}
