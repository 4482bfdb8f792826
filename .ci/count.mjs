// Reads the test runner's own report: names every skipped test, refuses a skip that nobody has agreed
// to, and ends with the plain count.
import { readFileSync } from "node:fs";

const [reportFile, knownFile] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportFile, "utf8"));
const known = readFileSync(knownFile, "utf8")
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line !== "" && !line.startsWith("#"));

const skipped = report.testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status === "pending" || status === "skipped" || status === "todo")
  .map(({ fullName }) => fullName.trim());
for (const name of skipped) console.log(`skipped: ${name}`);
const unknown = skipped.filter((name) => !known.some((start) => name.startsWith(start)));
for (const name of unknown) console.log(`not on the list of known skips: ${name}`);

const { numPassedTests: passed, numFailedTests: failed } = report;
if (failed > 0 || unknown.length > 0 || passed === 0 || !report.success) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
