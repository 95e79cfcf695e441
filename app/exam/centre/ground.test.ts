import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cancelExam, moveExam } from "~/exam/plan/change.server";
import { planExam } from "~/exam/plan/plan.server";
import { retireDistrict } from "~/people/places/districts.server";
import {
  changeOrganisation,
  closeOrganisation,
  OrganisationForm,
  reopenOrganisation,
  requireOrganisation,
} from "~/people/places/organisations.server";
import { examStory, OFFICER, plannedExam, STARTS, type ExamStory } from "../../../tests/support/exam-story";
import { openCentres, seatsOf, whyNoCentre } from "./centre.server";
import {
  addRoom,
  addSeats,
  changeSeat,
  openCentre,
  renameCentre,
  renameRoom,
  setCentreOpen,
  setRoomOpen,
  setSeatOpen,
} from "./ground.server";
import { centreLines, centrePage, roomPage } from "./ground-view.server";
import { groundOfOrganisations } from "./ground-of-organisations.server";
import { CentreAct, NewCentre, NewRoom, RoomAct } from "./ground-form";

// The exam ground as an exam office makes it, in a place where nothing was made before by code.

describe("the exam ground", () => {
  let story: ExamStory;
  beforeEach(async () => {
    story = await examStory();
  });
  afterEach(() => story.close());

  const keeper = () => story.people.staff[OFFICER];
  const newCentre = (name = "湖畔考试中心") =>
    openCentre(story.db, story.now(), keeper(), { name, organisationId: story.people.organisations.examCentre });
  const newRoom = (centreId: string, name = "一号机房") =>
    addRoom(story.db, story.now(), keeper(), { centreId, name, seats: 10, columns: 4 });
  const seats = async (centreId: string, roomId: string) => (await roomPage(story.db, { centreId, roomId })).seats;
  const page = (centreId: string) => centrePage(story.db, centreId);

  it("a centre lies where its organisation lies, has numbered seats, and is there to plan in", async () => {
    const centreId = await newCentre();
    expect(
      (await openCentres(story.db)).map(({ id }) => id),
      "without a seat nothing can be planned there",
    ).not.toContain(centreId);
    const roomId = await newRoom(centreId);
    expect((await openCentres(story.db)).find(({ id }) => id === centreId)).toMatchObject({
      districtCode: "330602",
      rooms: [{ id: roomId, seats: 10 }],
    });
    expect(
      (await seats(centreId, roomId)).map(({ label, row, column }) => `${label} ${row}/${column}`).slice(3, 6),
    ).toEqual(["01-04 1/4", "01-05 2/1", "01-06 2/2"]);
    expect((await centreLines(story.db)).find(({ id }) => id === centreId)).toMatchObject({
      rooms: 1,
      seats: 10,
      closed: false,
    });
    await expect(newCentre()).rejects.toThrow(/已经有叫“湖畔考试中心”/);
    await expect(newRoom(centreId)).rejects.toThrow(/已经有叫“一号机房”/);
  });

  it("more seats stand after the last one, and no number is given twice", async () => {
    const centreId = await newCentre();
    const roomId = await newRoom(centreId);
    const [first] = await seats(centreId, roomId);
    await changeSeat(story.db, story.now(), keeper(), {
      centreId,
      roomId,
      seatId: first!.id,
      label: "01-12",
      machine: "PC-A1",
    });
    await addSeats(story.db, story.now(), keeper(), { centreId, roomId, seats: 3 });
    const all = await seats(centreId, roomId);
    expect(all.slice(-3).map(({ label, row, column }) => `${label} ${row}/${column}`)).toEqual([
      "01-11 3/3",
      "01-13 3/4",
      "01-14 4/1",
    ]);
    expect(new Set(all.map(({ label }) => label)).size).toBe(13);
    await expect(
      changeSeat(story.db, story.now(), keeper(), {
        centreId,
        roomId,
        seatId: all[1]!.id,
        label: "01-12",
        machine: "",
      }),
    ).rejects.toThrow(/已经有 01-12 号/);
    await expect(
      changeSeat(story.db, story.now(), keeper(), {
        centreId,
        roomId,
        seatId: all[1]!.id,
        label: "01-02",
        machine: "PC-A1",
      }),
    ).rejects.toThrow(/已经写在 01-12/);
  });

  it("what is closed takes no exam and no candidate, and is opened again", async () => {
    const centreId = await newCentre();
    const roomId = await newRoom(centreId);
    const [first] = await seats(centreId, roomId);
    const close = (open: boolean) =>
      setSeatOpen(story.db, story.now(), keeper(), { centreId, roomId, seatId: first!.id, open });
    await close(false);
    expect((await seatsOf(story.db, [roomId])).map(({ id }) => id)).not.toContain(first!.id);
    await expect(close(false)).rejects.toThrow(/已经停用/);
    await close(true);
    expect(await seatsOf(story.db, [roomId])).toHaveLength(10);
    await setRoomOpen(story.db, story.now(), keeper(), { centreId, roomId, open: false });
    await expect(plan([roomId])).rejects.toThrow(/都在用/);
    await expect(setRoomOpen(story.db, story.now(), keeper(), { centreId, roomId, open: false })).rejects.toThrow(
      /已经停用/,
    );
    await newRoom(centreId);
    await expect(
      setRoomOpen(story.db, story.now(), keeper(), { centreId, roomId, open: true }),
      "its name is taken meanwhile",
    ).rejects.toThrow(/另有一个叫/);
    await setCentreOpen(story.db, story.now(), keeper(), { centreId, open: false });
    expect((await openCentres(story.db)).map(({ id }) => id)).not.toContain(centreId);
    await expect(newRoom(centreId, "二号机房")).rejects.toThrow(/先恢复使用/);
    await setCentreOpen(story.db, story.now(), keeper(), { centreId, open: true });
    await newRoom(centreId, "二号机房");
  });

  const plan = (roomIds: string[]) =>
    planExam(story.db, story.now(), keeper(), {
      title: "湖畔考核",
      subject: "confined-space",
      blueprintHash: story.blueprintHash,
      roomIds,
      startsAt: new Date(STARTS),
      demonstration: true,
    });

  it("nothing is changed under an exam that stands in it; the machine's name is", async () => {
    const [roomId, centreId] = [story.roomIds[0]!, story.centreId];
    const examId = await plannedExam(story);
    const [first] = await seats(centreId, roomId);
    const place = { centreId, roomId };
    const stillPlanned = /“有限空间作业内部考核”要用这里/;
    await expect(setRoomOpen(story.db, story.now(), keeper(), { ...place, open: false })).rejects.toThrow(stillPlanned);
    await expect(setCentreOpen(story.db, story.now(), keeper(), { centreId, open: false })).rejects.toThrow(
      stillPlanned,
    );
    await expect(
      setSeatOpen(story.db, story.now(), keeper(), { ...place, seatId: first!.id, open: false }),
    ).rejects.toThrow(stillPlanned);
    await expect(addSeats(story.db, story.now(), keeper(), { ...place, seats: 1 })).rejects.toThrow(stillPlanned);
    await expect(renameCentre(story.db, story.now(), keeper(), { centreId, name: "另一个名字" })).rejects.toThrow(
      stillPlanned,
    );
    await expect(renameRoom(story.db, story.now(), keeper(), { ...place, name: "另一个名字" })).rejects.toThrow(
      stillPlanned,
    );
    await expect(
      changeSeat(story.db, story.now(), keeper(), { ...place, seatId: first!.id, label: "99-99", machine: "" }),
    ).rejects.toThrow(/座位号不再改/);
    await changeSeat(story.db, story.now(), keeper(), {
      ...place,
      seatId: first!.id,
      label: first!.label,
      machine: "PC-07",
    });
    expect((await seats(centreId, roomId))[0]).toMatchObject({ label: first!.label, machine: "PC-07" });
    expect((await page(centreId)).rooms[0]).toMatchObject({ exams: 1, next: { title: "有限空间作业内部考核" } });
    await cancelExam(story.db, story.now(), keeper(), examId);
    await renameCentre(story.db, story.now(), keeper(), { centreId, name: "鉴湖考试中心" });
    await setRoomOpen(story.db, story.now(), keeper(), { ...place, open: false });
  });

  it("a room that an exam has used keeps its name and numbers; the centre's own name may change", async () => {
    const [roomId, centreId] = [story.roomIds[0]!, story.centreId];
    const examId = await plannedExam(story);
    await story.db.for("exam").exam.update({ where: { id: examId }, data: { status: "released" } });
    await expect(renameRoom(story.db, story.now(), keeper(), { centreId, roomId, name: "新名字" })).rejects.toThrow(
      /名称不再改/,
    );
    const [first] = await seats(centreId, roomId);
    await expect(
      changeSeat(story.db, story.now(), keeper(), { centreId, roomId, seatId: first!.id, label: "A1", machine: "" }),
    ).rejects.toThrow(/座位号不再改/);
    await setSeatOpen(story.db, story.now(), keeper(), { centreId, roomId, seatId: first!.id, open: false });
    await renameCentre(story.db, story.now(), keeper(), { centreId, name: "鉴湖考试中心" });
    expect((await page(centreId)).name).toBe("鉴湖考试中心");
    await renameRoom(story.db, story.now(), keeper(), { centreId, roomId: story.roomIds[5]!, name: "从没用过的考场" });
  });

  it("rooms of an organisation that was shut take no exam and no new centre, and do again when it is opened", async () => {
    const organisation = story.people.organisations.examCentre;
    await closeOrganisation(story.db, story.now(), keeper().accountId, {
      id: organisation,
      ground: groundOfOrganisations,
    });
    expect((await openCentres(story.db)).map(({ organisationId }) => organisationId)).not.toContain(organisation);
    await expect(plan([story.roomIds[0]!])).rejects.toThrow(/单位也没有停用/);
    await expect(newCentre()).rejects.toThrow(/已经停用/);
    expect((await centreLines(story.db)).find(({ id }) => id === story.centreId)).toMatchObject({
      closed: false,
      organisationClosed: true,
    });
    expect(await page(story.centreId)).toMatchObject({ organisationClosed: true });
    await reopenOrganisation(story.db, story.now(), keeper().accountId, organisation);
    expect((await openCentres(story.db)).map(({ id }) => id)).toContain(story.centreId);
    await plan([story.roomIds[0]!]);
  });

  it("an organisation with an exam before it is neither shut nor moved, nor is a district above it shut; after the exam it is, and its centre goes along", async () => {
    const [organisation, by, ground] = [
      story.people.organisations.examCentre,
      keeper().accountId,
      groundOfOrganisations,
    ];
    const examId = await plannedExam(story);
    const known = await requireOrganisation(story.db, organisation);
    const form = (districtCode: string) =>
      OrganisationForm.parse({
        name: known.name,
        kind: known.kind,
        uscc: known.uscc ?? "",
        industry: known.industry,
        districtCode,
      });
    const elsewhere = (
      await story.db
        .for("people")
        .district.findFirstOrThrow({ where: { level: "county", closedAt: null, code: { not: known.districtCode } } })
    ).code;
    const move = () =>
      changeOrganisation(story.db, story.now(), by, { id: organisation, form: form(elsewhere), ground });
    const stillPlanned = /“有限空间作业内部考核”（2026年11月21日[^）]*）.*还没有考完/;
    await expect(closeOrganisation(story.db, story.now(), by, { id: organisation, ground })).rejects.toThrow(
      stillPlanned,
    );
    await expect(move()).rejects.toThrow(stillPlanned);
    for (const code of ["330602", "3306", "33"])
      await expect(retireDistrict(story.db, story.now(), by, { code, ground }), code).rejects.toThrow(stillPlanned);
    await changeOrganisation(story.db, story.now(), by, { id: organisation, form: form(known.districtCode), ground });
    expect(await requireOrganisation(story.db, organisation), "nothing was done by halves").toMatchObject({
      closed: false,
      districtCode: known.districtCode,
    });
    await cancelExam(story.db, story.now(), keeper(), examId);
    await move();
    expect(
      (await openCentres(story.db)).find(({ id }) => id === story.centreId),
      "its rules are those of the new place",
    ).toMatchObject({ districtCode: elsewhere });
    await closeOrganisation(story.db, story.now(), by, { id: organisation, ground });
    expect(await retireDistrict(story.db, story.now(), by, { code: elsewhere, ground })).toBe("closed");
  });

  it("why nothing can be planned is said as it is: no centre, no room, or a shut organisation", async () => {
    expect(await whyNoCentre(story.db)).toBeNull();
    await closeOrganisation(story.db, story.now(), keeper().accountId, {
      id: story.people.organisations.examCentre,
      ground: groundOfOrganisations,
    });
    expect(await whyNoCentre(story.db)).toEqual({ rooms: true, why: expect.stringMatching(/的单位“.+”已停用/) });
    await reopenOrganisation(story.db, story.now(), keeper().accountId, story.people.organisations.examCentre);
    await setCentreOpen(story.db, story.now(), keeper(), { centreId: story.centreId, open: false });
    expect((await whyNoCentre(story.db))!.why).toMatch(/^考试中心“.+”已停用/);
    await setCentreOpen(story.db, story.now(), keeper(), { centreId: story.centreId, open: true });
    for (const roomId of story.roomIds)
      await setRoomOpen(story.db, story.now(), keeper(), { centreId: story.centreId, roomId, open: false });
    expect((await whyNoCentre(story.db))!.why).toMatch(/没有在用的考场/);
    await story.db.for("exam").centreSeat.deleteMany();
    await story.db.for("exam").centreRoom.deleteMany();
    await story.db.for("exam").centre.deleteMany();
    expect(await whyNoCentre(story.db)).toEqual({ rooms: false, why: "先建考试中心、考场和座位，再排考试。" });
  });

  it("an exam that was called off is moved by nobody, and it is said that it was called off", async () => {
    const examId = await plannedExam(story);
    const later = new Date(new Date(STARTS).getTime() + 3_600_000);
    await cancelExam(story.db, story.now(), keeper(), examId);
    await expect(moveExam(story.db, story.now(), keeper(), { examId, startsAt: later })).rejects.toThrow(
      "这场考试已经取消，开考时间不能再改。",
    );
    await expect(cancelExam(story.db, story.now(), keeper(), examId)).rejects.toThrow("这场考试已经取消，不能再取消。");
    for (const [status, why] of [
      ["opened", /试卷已经启封/],
      ["released", /已经结束/],
    ] as const) {
      await story.db.for("exam").exam.update({ where: { id: examId }, data: { status } });
      await expect(moveExam(story.db, story.now(), keeper(), { examId, startsAt: later }), status).rejects.toThrow(why);
    }
  });

  it("a new name stands in the audit beside the old one", async () => {
    const centreId = await newCentre();
    const roomId = await newRoom(centreId);
    await renameCentre(story.db, story.now(), keeper(), { centreId, name: "湖心考试中心" });
    await renameRoom(story.db, story.now(), keeper(), { centreId, roomId, name: "主机房" });
    await expect(renameRoom(story.db, story.now(), keeper(), { centreId, roomId, name: "主机房" })).rejects.toThrow(
      /现在就叫/,
    );
    const rows = await story.db
      .for("platform")
      .auditRow.findMany({ where: { act: "ground.rename" }, orderBy: { rowNumber: "asc" } });
    expect(rows.map(({ facts }) => JSON.parse(facts) as unknown)).toEqual([
      { from: "湖畔考试中心", to: "湖心考试中心" },
      { from: "一号机房", to: "主机房" },
    ]);
  });

  it("each act is in the audit", async () => {
    const centreId = await newCentre();
    const roomId = await newRoom(centreId);
    await setRoomOpen(story.db, story.now(), keeper(), { centreId, roomId, open: false });
    const rows = await story.db
      .for("platform")
      .auditRow.findMany({ where: { object: { in: [centreId, roomId] } }, orderBy: { rowNumber: "asc" } });
    expect(rows.map(({ act, actorId }) => [act, actorId])).toEqual(
      ["ground.centre", "ground.room", "ground.close"].map((act) => [act, keeper().accountId]),
    );
  });
});

describe("a name on the ground's pages", () => {
  it("carries no hidden character and no formula, new or changed, of a centre, a room or a machine", () => {
    const faults = (parsed: { success: boolean; error?: { issues: { message: string }[] } }) =>
      parsed.error?.issues.map((issue) => issue.message).join() ?? "";
    for (const name of ["考场\u202e一", "=考场一", "-考场一"]) {
      for (const parsed of [
        NewCentre.safeParse({ name, organisationId: "o" }),
        NewRoom.safeParse({ name, seats: "30", columns: "6" }),
        CentreAct.safeParse({ intent: "rename", name }),
        CentreAct.safeParse({ intent: "room", name, seats: "30", columns: "6" }),
        RoomAct.safeParse({ intent: "rename", name }),
        RoomAct.safeParse({ intent: "seat", seatId: "s", label: "A1", machine: name }),
      ])
        expect(faults(parsed), name).toMatch(/控制字符|开头/);
    }
    expect(CentreAct.safeParse({ intent: "room", name: "第1-2考场", seats: "30", columns: "6" }).success).toBe(true);
    expect(RoomAct.safeParse({ intent: "seat", seatId: "s", label: "A1", machine: "" }).success).toBe(true);
  });
});
