import { afterEach, beforeEach, expect, vi } from "vitest";

// An unexpected console.error is a failure; a test that expects one mocks it itself.
process.env.LOG ??= "off";
let spy: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  spy = vi.spyOn(console, "error");
});
afterEach(() => {
  const calls = spy.mock.calls.map((call) => call.map(String).join(" "));
  spy.mockRestore();
  expect(calls, "console.error was called").toEqual([]);
});
