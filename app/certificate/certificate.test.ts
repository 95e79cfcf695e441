import { compactVerify, importJWK } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPersons } from "~/people/person.server";
import { newId } from "~/platform/ids";
import { KeyRing, useKeyRing } from "~/platform/keys.server";
import { appendRecord } from "~/record/append.server";
import { recordOf } from "~/record/query.server";
import { freshDatabase } from "../../tests/support/database";
import { readPdf } from "../../tests/support/read-pdf";
import { certificatePdf } from "./certificate-pdf.server";
import { changeCertificate } from "./change.server";
import { issuePending } from "./issue.server";
import { certificateNumber, isCertificateNumber, readCertificateNumber } from "./number";
import { findCertificate } from "./query.server";
import { publicKeys, readSigned, signCertificate } from "./sign.server";
import { ownSheet } from "./sheet.server";
import { certificateState, mayFollow } from "./state";

const now = new Date("2026-11-22T02:00:00Z");

describe("a certificate's number", () => {
  it("is ours, carries a check digit, and no slip of the hand passes", () => {
    const number = certificateNumber({ region: "330602003", type: "internal-exam", year: 2026, serial: 7 });
    expect(number).toMatch(/^ZP330602022026000007[\dX]$/);
    expect(isCertificateNumber(number)).toBe(true);
    for (let i = 2; i < number.length - 1; i++) {
      const slipped = number.slice(0, i) + ((Number(number[i]) + 1) % 10) + number.slice(i + 1);
      expect(isCertificateNumber(slipped), slipped).toBe(false);
    }
    expect(readCertificateNumber(` zp ${number.slice(2).toLowerCase()} `)).toBe(number);
  });
});

describe("a certificate's state", () => {
  it("is valid to the end of its last day, then expired", () => {
    expect(certificateState([{ kind: "issued" }], "2027-11-21", "2027-11-21")).toBe("valid");
    expect(certificateState([{ kind: "issued" }], "2027-11-21", "2027-11-22")).toBe("expired");
  });
  it("stays revoked, whatever comes after", () => {
    const events = [{ kind: "issued" }, { kind: "revoked" }];
    expect(certificateState(events, "2099-01-01", "2027-01-01")).toBe("revoked");
    expect(mayFollow(events, "reinstated")).toBe(false);
  });
});

describe("issuing", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let personId: string;
  let certificateId: string;
  beforeEach(async () => {
    t = await freshDatabase();
    const people = t.db.for("people");
    await people.organisation.create({
      data: {
        id: "o1",
        name: "示例污水处理厂",
        kind: "company",
        districtCode: "330602003",
        industry: "trade",
        headcount: 60,
      },
    });
    [personId = ""] = await createPersons(t.db, now, [
      {
        name: "沈示例",
        idNumber: "339900199001010011",
        phone: "13900000000",
        districtCode: "330602003",
        organisationId: "o1",
      },
    ]);
    await people.post.create({
      data: {
        id: "post1",
        dutyClass: "worker",
        dutyCode: "worker.confined-space-worker",
        title: "有限空间作业人员",
        organisationId: "o1",
        districtCode: "330602003",
      },
    });
    await people.postHolding.create({ data: { id: newId(now), postId: "post1", personId, from: "2026-01-01" } });
    await pass("exam1");
    const { issued } = await issuePending(t.db, now, { issuer: "示例考试中心" });
    certificateId = issued[0]!.id;
  });
  afterEach(() => t.close());

  const pass = (exam: string, subject = "confined-space") =>
    appendRecord(t.db, now, [
      {
        personId,
        kind: "result",
        subject,
        objectKind: "exam",
        objectVersion: exam,
        from: now,
        to: now,
        amount: 9000,
        outcome: "passed",
        proofClass: "exam-journal",
        source: `exam:${exam}:${personId}`,
      },
    ]);

  it("gives one certificate for a passed result, however often it runs, and a row in the record", async () => {
    expect((await issuePending(t.db, now)).issued).toEqual([]);
    const certificate = await findCertificate(t.db, now, { id: certificateId });
    expect(certificate).toMatchObject({
      state: "valid",
      subject: "confined-space",
      validUntil: "2027-11-21",
      signed: true,
      issuer: "示例考试中心",
    });
    expect(certificate!.jws + certificate!.number).not.toContain("339900199001010011");
    expect(certificate!.maskedName).not.toContain("沈示例");
    expect((await recordOf(t.db, personId, { kind: "certificate" })).map((row) => row.outcome)).toEqual(["valid"]);
  });

  it("is had on paper by its holder alone: light, in its own type, masked, saying what it is not", async () => {
    const origin = "https://training.example";
    const sheet = await ownSheet(t.db, now, { id: certificateId, personId, origin });
    const bytes = await certificatePdf({ ...sheet, now });
    const { pages, fonts, blank } = await readPdf(bytes);
    expect(bytes.length).toBeLessThan(150_000);
    expect(fonts.every((font) => font.embedded)).toBe(true);
    expect(blank).toEqual([]);
    for (const words of [
      sheet.facts.number,
      "沈示例",
      "339***********0011",
      "考核，90 分",
      "2027年11月21日",
      "示例考试中心",
      "有效（2026年11月22日",
    ])
      expect(pages[0]).toContain(words);
    expect(pages[0]!.replaceAll("\n", "")).toContain("不是国家统一的特种作业操作证");
    expect(pages[0]).not.toContain("339900199001010011");
    expect(sheet.verifyAt).not.toContain("339900");
    await expect(ownSheet(t.db, now, { id: certificateId, personId: "somebody-else", origin })).rejects.toThrow(
      /没有您的/,
    );
    await changeCertificate(t.db, now, certificateId, { kind: "revoked", reason: "result-void", byAccount: "a1" });
    const later = await ownSheet(t.db, now, { id: certificateId, personId, origin });
    expect((await readPdf(await certificatePdf({ ...later, now }))).pages[0]).toContain("已撤销（2026年11月22日");
  });

  it("leaves a result without a post that asks for it, and says so", async () => {
    await pass("exam2", "hot-work");
    const { issued, without } = await issuePending(t.db, now);
    expect(issued).toEqual([]);
    expect(without.map((row) => row.subject)).toEqual(["hot-work"]);
  });

  it("numbers the next one in line", async () => {
    await pass("exam3");
    const { issued } = await issuePending(t.db, now);
    expect(issued[0]!.number.slice(14, 20)).toBe("000002");
  });

  it("is changed for a reason of that change alone: what suspends is no ground for what cannot be undone", async () => {
    for (const [kind, reason] of [
      ["revoked", "under-review"],
      ["revoked", "review-cleared"],
      ["suspended", "result-void"],
      ["reinstated", "under-review"],
    ] as const) {
      await expect(
        changeCertificate(t.db, now, certificateId, { kind, reason, byAccount: "a1" }),
        `${kind} for ${reason}`,
      ).rejects.toThrow("不是");
    }
    expect((await findCertificate(t.db, now, { id: certificateId }))!.state).toBe("valid");
  });

  it("revokes once, in record, events and audit together", async () => {
    await changeCertificate(t.db, now, certificateId, { kind: "revoked", reason: "result-void", byAccount: "a1" });
    expect((await findCertificate(t.db, now, { id: certificateId }))!.state).toBe("revoked");
    expect((await recordOf(t.db, personId, { kind: "certificate" })).map((row) => row.outcome)).toEqual(["revoked"]);
    await expect(
      changeCertificate(t.db, now, certificateId, { kind: "reinstated", reason: "review-cleared", byAccount: "a1" }),
    ).rejects.toThrow(/已撤销/);
    await expect(
      t.db.for("certificate").certificate.update({ where: { id: certificateId }, data: { validUntil: "2099-01-01" } }),
    ).rejects.toThrow();
  });

  it("is checked alike by two independent libraries, and not with a bit flipped or another's key", async () => {
    const { jws } = (await findCertificate(t.db, now, { id: certificateId }))!;
    const jwk = await importJWK(publicKeys().keys[0] as never, "EdDSA");
    expect(JSON.parse(new TextDecoder().decode((await compactVerify(jws, jwk)).payload))).toEqual(readSigned(jws));
    const [head, body, signature] = jws.split(".") as [string, string, string];
    const forged = Buffer.from(Buffer.from(body, "base64url").toString().replace("2027-11-21", "2037-11-21")).toString(
      "base64url",
    );
    expect(forged).not.toBe(body);
    expect(readSigned([head, forged, signature].join("."))).toBeNull();
    await expect(compactVerify([head, forged, signature].join("."), jwk)).rejects.toThrow();
    const stranger = new KeyRing(`${t.dir}/stranger`);
    useKeyRing(stranger);
    const foreign = signCertificate(
      readSigned(jws) ?? { number: "x", name: "", title: "", subject: "", issuer: "", issued: "", until: "" },
    ).jws;
    useKeyRing(t.keys);
    stranger.close();
    expect(readSigned(foreign)).toBeNull();
  });
});
