import { describe, expect, it } from "vitest";
import { isOwnHost, type CameBy, type OwnNames } from "./hosts";

const OWN: OwnNames = {
  hostname: "exam-srv.city.example",
  addresses: ["10.1.2.3", "203.0.113.7", "2001:db8::7"],
  named: [],
  certificate: ["exam-srv.city.example", "anding.city.example", "*.rooms.example", "198.51.100.4"],
};
const serves = (host: string | undefined, more: Partial<CameBy> = {}, own: Partial<OwnNames> = {}) =>
  isOwnHost({ ...OWN, ...own }, { host, local: "10.1.2.3", byProxy: false, ...more });

describe("the product answers", () => {
  it.each([
    "localhost",
    "LOCALHOST:3000",
    "localhost.:3000",
    "127.0.0.1:3000",
    "[::1]:3000",
    "10.1.2.3",
    "10.1.2.3:3443",
    "203.0.113.7:3000",
    "[2001:DB8:0:0::7]:3000",
    "exam-srv",
    "anding",
    "app:3000",
    "exam-srv.city.example:3443",
    "exam-srv.local",
    "exam-srv.lan",
  ])("this machine's own name %s", (host) => expect(serves(host)).toBe(true));
  it.each(["192.168.7.9:8080", "172.17.0.2", "[fd00::9]", "100.70.1.1"])(
    "the private address %s, which a container does not know as its own",
    (host) => expect(serves(host)).toBe(true),
  );
  it.each(["anding.city.example", "anding.city.example:3443", "hall.rooms.example", "198.51.100.4"])(
    "what its certificate vouches for: %s",
    (host) => expect(serves(host)).toBe(true),
  );
  it("the address at which the connection came in", () => {
    expect(serves("203.0.113.99", { local: "::ffff:203.0.113.99" })).toBe(true);
    expect(serves("203.0.113.99")).toBe(false);
  });
  it("what the operator named, and who says no name", () => {
    expect(serves("drill.city.example", {}, { named: ["drill.city.example"] })).toBe(true);
    expect(serves("203.0.113.99:80", {}, { named: ["203.0.113.99"] })).toBe(true);
    expect(serves(undefined)).toBe(true);
  });
});

describe("the product does not answer", () => {
  it.each([
    "evil.example",
    "evil.example:3000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "exam-srv.evil.example",
    "10.1.2.3.evil.example",
    "a.hall.rooms.example",
    "rooms.example",
    "evil.local",
    "198.51.100.5",
    "[2001:db8::8]",
  ])("%s", (host) => expect(serves(host)).toBe(false));
  it("a name that a trusted proxy passes on, once the operator named its own", () => {
    expect(serves("drill.city.example", { byProxy: true })).toBe(true);
    expect(serves("evil.example", { byProxy: true }, { named: ["drill.city.example"] })).toBe(false);
    expect(serves("drill.city.example", { byProxy: true }, { named: ["drill.city.example"] })).toBe(true);
  });
});
