import { generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { fingerprintEnd } from "./custody";
import {
  confirmCustodian,
  enoughCustodians,
  enterCustodian,
  listCustodians,
  retireCustodian,
  withdrawCustodian,
} from "./custody.server";

/**
 * The confirmer is independent of who entered: whose question that is, is held by tests/rules/administrators.test.ts.
 */
const requireSecond = () => Promise.resolve();
const now = new Date("2026-12-01T02:00:00Z");
const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwkOf = (key = pair().publicKey) => JSON.stringify(key.export({ format: "jwk" }));

describe("custodians of the keys", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => (t = await freshDatabase()));
  afterEach(() => t.close());

  const enter = (name: string, publicKey = jwkOf()) => enterCustodian(t.db, now, "system", { name, publicKey });

  it("are in office once a second person compared the fingerprint, and no longer when retired", async () => {
    const first = await enter("王保管");
    const second = await enter("李保管");
    expect(enoughCustodians(await listCustodians(t.db))).toBe(false);
    for (const one of [first, second])
      await confirmCustodian(t.db, now, "security", {
        id: one.id,
        ending: fingerprintEnd(one.fingerprint),
        requireSecond,
      });
    expect(enoughCustodians(await listCustodians(t.db))).toBe(true);
    expect(await retireCustodian(t.db, now, "security", first.id)).toEqual({ left: 1 });
    expect((await listCustodians(t.db)).map((one) => [one.name, one.state])).toEqual([
      ["李保管", "active"],
      ["王保管", "retired"],
    ]);
    await expect(retireCustodian(t.db, now, "security", first.id)).rejects.toThrow("不在任");
    await expect(
      confirmCustodian(t.db, now, "security", {
        id: first.id,
        ending: fingerprintEnd(first.fingerprint),
        requireSecond,
      }),
    ).rejects.toThrow("已停用");
  });

  it("are taken back by one administrator only before they were confirmed", async () => {
    const { id } = await enter("王保管");
    await expect(retireCustodian(t.db, now, "security", id)).rejects.toThrow("不在任");
    expect(await withdrawCustodian(t.db, now, "system", id)).toEqual({ name: "王保管" });
    await expect(withdrawCustodian(t.db, now, "system", id)).rejects.toThrow("已停用");
    const other = await enter("李保管");
    await confirmCustodian(t.db, now, "security", {
      id: other.id,
      ending: fingerprintEnd(other.fingerprint),
      requireSecond,
    });
    await expect(withdrawCustodian(t.db, now, "system", other.id)).rejects.toThrow("要两位管理员");
    expect((await listCustodians(t.db)).map((one) => one.state)).toEqual(["active", "retired"]);
  });

  it("are named by the thumbprint that any library computes", async () => {
    const { publicKey } = pair();
    const jwk = publicKey.export({ format: "jwk" });
    const { fingerprint } = await enter("王保管", JSON.stringify({ ...jwk, kid: "mine" }));
    expect(Buffer.from(fingerprint, "hex").toString("base64url")).toBe(
      await calculateJwkThumbprint(jwk as never, "sha256"),
    );
  });

  it("are not confirmed by who entered them, nor with another fingerprint; both refusals are on record", async () => {
    const { id, fingerprint } = await enter("王保管");
    await expect(
      confirmCustodian(t.db, now, "system", { id, ending: fingerprintEnd(fingerprint), requireSecond }),
    ).rejects.toThrow("两个人");
    await expect(confirmCustodian(t.db, now, "security", { id, ending: "00000000", requireSecond })).rejects.toThrow(
      "末 8 位",
    );
    expect((await listCustodians(t.db))[0]!.state).toBe("entered");
    const refused = await t.db
      .for("platform")
      .auditRow.findMany({ where: { act: "custody.confirm", outcome: "refused" }, orderBy: { rowNumber: "asc" } });
    expect(refused.map((row) => row.reason)).toEqual(["same-person", "fingerprint"]);
  });

  it("bring a public key of the right kind, once", async () => {
    const key = jwkOf();
    await enter("王保管", key);
    await expect(enter("李保管", key)).rejects.toThrow("登记过了");
    await expect(enter("李保管", JSON.stringify(pair().privateKey.export({ format: "jwk" })))).rejects.toThrow(
      "这是私钥",
    );
    await expect(
      enter(
        "李保管",
        JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({ format: "jwk" })),
      ),
    ).rejects.toThrow("不完整");
    await expect(
      enter("李保管", JSON.stringify({ ...(JSON.parse(jwkOf()) as object), y: "A".repeat(43) })),
    ).rejects.toThrow("不在曲线上");
    await expect(enter("李保管", "您好")).rejects.toThrow("不完整");
  });
});
