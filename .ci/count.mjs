// Reads the test runner's own report: names every skipped test, refuses a skip that nobody has agreed
// to, and ends with the plain count.
import { readFileSync } from "node:fs";

const [reportFile, knownFile] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportFile, "utf8"));
// A reason stands in the comment above the names that it holds for.
let reason = "";
const known = [];
for (const line of readFileSync(knownFile, "utf8")
  .split("\n")
  .map((text) => text.trim())) {
  if (line.startsWith("#")) reason = line.slice(1).trim();
  else if (line !== "") known.push({ start: line, reason });
}

const skipped = report.testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status === "pending" || status === "skipped" || status === "todo")
  .map(({ fullName }) => fullName.trim());
const unknown = [];
for (const name of skipped) {
  const agreed = known.find(({ start }) => name.startsWith(start));
  if (agreed === undefined) unknown.push(name);
  console.log(`skipped: ${name}: ${agreed?.reason ?? "not on the list of known skips"}`);
}

const { numPassedTests: passed, numFailedTests: failed } = report;
if (failed > 0 || unknown.length > 0 || passed === 0 || !report.success) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
