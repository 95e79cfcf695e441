import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newRecoveryCodes, openTotp, sealTotp } from "~/people/staff-sign-in.server";
import { createPersons, findByIdNumber, findNamed } from "~/people/person.server";
import { openItem, sealItem } from "~/exam/bank/bank.server";
import { numberContext, numberHashOf } from "~/certificate/external/register.server";
import { KeyRing, keys, useKeyRing } from "~/platform/keys.server";
import { seal } from "~/platform/seal.server";
import { newId } from "~/platform/ids";
import { freshDatabase } from "../../tests/support/database";
import { changeMaster, WALKS } from "./key-change.server";

const now = new Date("2026-12-01T02:00:00Z");
const quiet = { progress: async () => {} };
const hurried = () => Promise.resolve();
const idNumber = (n: number) => `3399001990${String(10_000_000 + n)}`;

describe("a change of the master key in the running product", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let ids: string[];
  let first: string;
  beforeEach(async () => {
    t = await freshDatabase();
    vi.stubEnv("DATA_DIR", t.dir);
    ids = await createPersons(
      t.db,
      now,
      Array.from({ length: 450 }, (_, n) => ({
        name: `学员${n}`,
        idNumber: idNumber(n),
        phone: n % 2 ? `1380000${1000 + n}` : "",
        districtCode: "330602",
        organisationId: null,
      })),
    );
    await t.db.for("people").account.create({
      data: {
        id: "staff",
        kind: "staff",
        login: "s",
        totpSealed: sealTotp("staff", Buffer.alloc(20, 7)),
        createdAt: now,
      },
    });
    await t.db
      .for("exam")
      .bankItem.create({ data: { id: "item", code: "q-1", subject: "confined-space", createdAt: now } });
    await t.db.for("exam").bankItemVersion.create({
      data: {
        id: "v",
        itemId: "item",
        version: 1,
        subject: "s",
        point: "p",
        kind: "single",
        difficulty: 1,
        status: "live",
        sealed: sealItem("v", { question: { id: "q-1" }, figures: {} } as never),
        reviewNote: t.keys.seal("exam-bank", "改过", "bank:v:note"),
        hash: "h",
        authorId: "a",
        createdAt: now,
      },
    });
    await t.db.for("certificate").externalCertificate.create({
      data: {
        id: "ext",
        personId: ids[0]!,
        kind: "special-operation",
        job: "1.2",
        numberHash: numberHashOf("T339900199"),
        numberSealed: seal(t.keys.personKey(ids[0]!)!, "T339900199", numberContext("ext")),
        way: "seed",
        createdAt: now,
      },
    });
    first = t.keys.master.check;
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await t.close();
  });

  /** By the newest key alone: what is found and opened now needs nothing of the old one. */
  async function allOpens() {
    for (const n of [0, 1, 199, 200, 449]) expect(await findByIdNumber(t.db, idNumber(n))).toBe(ids[n]);
    expect(await findNamed(t.db, "学员449", { phone: "13800001449" })).toEqual([ids[449]]);
    expect(
      openTotp("staff", (await t.db.for("people").account.findUnique({ where: { id: "staff" } }))!.totpSealed!),
    ).toEqual(Buffer.alloc(20, 7));
    expect(await openItem(t.db, now, { accountId: "a", personId: null }, "v")).toMatchObject({
      question: { id: "q-1" },
      note: "改过",
    });
    expect(
      (
        await t.db.for("certificate").externalCertificate.findFirst({
          where: { numberHash: { in: keys().lookups("external-certificate", "T339900199") } },
        })
      )?.id,
    ).toBe("ext");
  }

  it("makes all anew, in batches, and only then destroys the old one", async () => {
    const old = readFileSync(join(t.dir, "keys", "master.key"));
    const done = await changeMaster(t.db, quiet, hurried);
    expect(done).toEqual({ changed: 450 + 1 + 1 + 1, closed: 0 });
    expect(t.keys.master.check).not.toBe(first);
    expect(existsSync(join(t.dir, "keys", "master-old.key"))).toBe(false);
    expect(readFileSync(join(t.dir, "keys", "master.key")).equals(old)).toBe(false);
    expect(t.keys.lookups("id-number", "x")).toHaveLength(1);
    await allOpens();
    // What such a row says is still for good.
    await expect(
      t.db.for("certificate").externalCertificate.updateMany({ where: { id: "ext" }, data: { way: "clerk" } }),
    ).rejects.toThrow();
    const again = new KeyRing(join(t.dir, "keys"));
    useKeyRing(again);
    await allOpens();
    again.close();
    useKeyRing(t.keys);
  }, 60_000);

  it("keeps what only its holder has: a recovery code of before still counts, once", async () => {
    const [code] = await newRecoveryCodes(t.db, "staff", () => newId(now));
    const hash = t.keys.lookup("recovery", `staff:${code!.replace("-", "")}`);
    await changeMaster(t.db, quiet, hurried);
    expect(t.keys.lookup("recovery", `staff:${code!.replace("-", "")}`)).not.toBe(hash);
    expect(t.keys.lookups("recovery", `staff:${code!.replace("-", "")}`)).toContain(hash);
    await changeMaster(t.db, quiet, hurried);
    expect(t.keys.lookups("recovery", `staff:${code!.replace("-", "")}`)).toContain(hash);
  }, 60_000);

  it.each([1, 2, 3, 5, 8])(
    "broken off after %i batches, everything opens, and it goes on from there",
    async (batches) => {
      let left = batches;
      const breaking = () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error("killed")));
      await expect(changeMaster(t.db, quiet, breaking)).rejects.toThrow("killed");
      // As after a kill: the files are read anew by a process that knows nothing.
      const after = new KeyRing(join(t.dir, "keys"));
      useKeyRing(after);
      t.keys.close();
      expect(after.master.changing).toBe(true);
      await allOpens();
      const [late] = await createPersons(t.db, now, [
        { name: "后来", idNumber: idNumber(9_000), phone: "", districtCode: "330602", organisationId: null },
      ]);
      await changeMaster(t.db, quiet, hurried);
      expect(after.master.changing).toBe(false);
      await allOpens();
      expect(await findByIdNumber(t.db, idNumber(9_000))).toBe(late);
      after.close();
    },
    60_000,
  );

  it("counts what nobody could open before, and destroys nothing while rows keep changing", async () => {
    await t.db
      .for("people")
      .account.create({ data: { id: "lost", kind: "staff", login: "l", totpSealed: "A".repeat(80), createdAt: now } });
    mkdirSync(join(t.dir, "imports"));
    writeFileSync(join(t.dir, "imports", "other.txt"), "not ours");
    expect((await changeMaster(t.db, quiet, hurried)).closed).toBe(1);
    const step = vi.spyOn(WALKS[0]!, "step").mockResolvedValue({ after: null, seen: 1, changed: 1, closed: 0 });
    await expect(changeMaster(t.db, quiet, hurried)).rejects.toThrow("数据一直在变");
    step.mockRestore();
    expect(t.keys.master.changing).toBe(true);
    await allOpens();
  }, 60_000);
});
