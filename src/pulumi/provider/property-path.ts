/** From the resource inwards: names of properties and places in lists. */
export type PropertyPath = readonly (string | number)[];

const WORD = /^[A-Za-z_$][\w$]*$/;

/** The path as Pulumi writes it: `transport.host`, `files["etc/frr/frr.conf"]`, `cores[0]`. */
export function propertyPathText(path: PropertyPath): string {
  return path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      if (!WORD.test(step)) return `["${step.replaceAll('"', '\\"')}"]`;
      return i === 0 ? step : `.${step}`;
    })
    .join("");
}

/** One step of a path: a quoted name, a number or `*` in brackets, or a word. */
const STEP = /\["((?:\\"|[^"])*)"\]|\[(\d+|\*)\]|\.?([^.[\]"]+)/gy;

/** The steps of a path that Pulumi wrote; `*` stands for any. Undefined when it is not one. */
export function parsePropertyPath(text: string): PropertyPath | undefined {
  const steps = [...text.matchAll(STEP)];
  const end = steps.reduce((length, [whole]) => length + whole.length, 0);
  if (end !== text.length) return undefined;
  return steps.map(([, quoted, index, word]) => {
    if (quoted !== undefined) return quoted.replaceAll('\\"', '"');
    return index === undefined || index === "*" ? (index ?? word!) : Number(index);
  });
}

/** Whether `path` is the place that `pattern` names, or inside it. */
export function isWithin(path: PropertyPath, pattern: PropertyPath): boolean {
  return (
    pattern.length <= path.length && pattern.every((step, i) => step === "*" || step === path[i])
  );
}
