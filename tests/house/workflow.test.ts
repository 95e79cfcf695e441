import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// A public forge runs what the README tells a newcomer to type, on the first version of Node that it names, and may
// read alone.

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../..", path), "utf8");

describe("the forge's workflow", () => {
  const workflow = read(".github/workflows/ci.yml");

  it("runs the README's commands and installs nothing beside them", () => {
    const [, block] = /```sh\n([\s\S]*?)```/.exec(read("README.md"))!;
    const commands = block!
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("#")[0]!.trim());
    expect(commands).toEqual(["npm start", "npm test"]);
    const ran = [...workflow.matchAll(/\bnp[mx] [^\n&]*/g)].map((match) => match[0].trim());
    // each step carries its command as its name
    expect([...new Set(ran)].sort()).toEqual(commands);
    for (const command of commands) expect(ran.filter((one) => one === command).length).toBeGreaterThanOrEqual(2);
    expect(workflow).not.toMatch(/apt-get|npm ci|npm install/);
  });

  it("takes the first version that is kept, and has no right but to read", () => {
    const [, first] = /Node (\d\d)、/.exec(read("README.md"))!;
    expect([...workflow.matchAll(/node-version: (\d+)/g)].map((match) => match[1])).toEqual([first, first]);
    expect(/\npermissions:\n((?: {2}.*\n)+)/.exec(workflow)![1]).toBe("  contents: read\n");
    expect(workflow).not.toMatch(/secrets\.|pull_request_target/);
  });
});
