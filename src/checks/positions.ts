import { finding, type Finding } from "../findings/finding.ts";
import { isInIndonesia } from "../geo/indonesia.ts";
import { distanceM, type LonLat } from "../geo/line.ts";
import type { Origin } from "../findings/place.ts";
import type { Rule } from "./rule.ts";

/** No office of one regency stands farther than this from every other site of it; Natuna's islands do not either. */
const FAR_M = 100_000;

/**
 * R203 a position outside Indonesia, often swapped, R204 a position far from everything else, R208 a site that
 * nothing in the files places. A cell grid keeps it O(sites).
 */
export const positions: Rule = ({ index: { network, places } }) => {
  const findings: Finding[] = [];
  const points: { id: string; point: LonLat; origin: Origin }[] = [];
  for (const thing of [...network.sites.values(), ...network.buildings.values()]) {
    const { position, id, origin } = thing;
    if (position === undefined) continue;
    const point: LonLat = [position.lon, position.lat];
    if (isInIndonesia(point)) points.push({ id, point, origin });
    else {
      const args = { subject: id, lon: position.lon, lat: position.lat };
      findings.push(finding("R203", origin.at(["position"]), id, args));
    }
  }
  for (const route of network.routes.values()) {
    const outside = route.line.find((point) => !isInIndonesia(point));
    if (outside !== undefined) {
      const args = { subject: route.id, lon: outside[0], lat: outside[1] };
      findings.push(finding("R203", route.origin.at(["id"]), route.id, args));
    }
  }
  for (const far of farPoints(points)) findings.push(far);
  for (const { id, area, origin } of network.sites.values()) {
    if (places.get(id)?.point === undefined) {
      findings.push(finding("R208", origin.at(["location"]), id, { site: id, area }));
    }
  }
  return findings;
};

function farPoints(points: readonly { id: string; point: LonLat; origin: Origin }[]): Finding[] {
  // A cell is as wide as the limit, so whatever is near lies in a point's own cell or in one beside it.
  const cellOf = ([lon, lat]: LonLat): [number, number] => [
    Math.floor((lon * 111_195) / FAR_M),
    Math.floor((lat * 111_195) / FAR_M),
  ];
  const cells = Map.groupBy(points, ({ point }) => cellOf(point).join());
  return points.flatMap(({ id, point, origin }) => {
    if (points.length < 3) return [];
    const [x, y] = cellOf(point);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const near = cells.get([x + dx, y + dy].join()) ?? [];
        if (near.some((other) => other.id !== id && distanceM(other.point, point) <= FAR_M)) {
          return [];
        }
      }
    }
    const nearestM = points.reduce(
      (best, other) => (other.id === id ? best : Math.min(best, distanceM(other.point, point))),
      Number.POSITIVE_INFINITY,
    );
    const args = { subject: id, distanceM: nearestM, limitM: FAR_M };
    return [finding("R204", origin.at(["position"]), id, args)];
  });
}
