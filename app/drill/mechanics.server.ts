import type { MechanicName } from "#scenes/mechanics/registry";
import type { CourseWords } from "#scenes/mechanics/course-words";
import { EVACUATE_TEXTS } from "#scenes/mechanics/evacuate/texts";
import { findBadEvacuation } from "#scenes/mechanics/evacuate/parameters";
import { takesNothing, type FindBadParameters } from "#scenes/mechanics/parameters";
import { findBadCare } from "#scenes/mechanics/resuscitate/parameters";
import type { Scene } from "#scenes/sim/scene";
import { RESUSCITATE_COURSE } from "#scenes/mechanics/resuscitate/course-words";
import { RESUSCITATE_TEXTS } from "#scenes/mechanics/resuscitate/texts";
import { VoiceTable } from "#content/schema/voice";
import evacuate from "#content/voices/evacuate.json";
import resuscitate from "#content/voices/resuscitate.json";
import { DomainError } from "~/platform/errors";
import { WALKING, type Hands } from "./hands";

// What a drill's pages and records know of each mechanic: the one place in app/drill that names them. A mechanic without
// its row is a type error. Read on the server alone, so that a page carries the words of its own drill in one voice. A
// row stays as long as an engine that knows the mechanic is kept: recorded runs are told by it.

export interface DrillFace {
  /** What its runs are recorded under. */
  subject: string;
  /** Said before a drill: three sentences to take along, nothing about a scene's own answer. Null: for any drill. */
  sentences: readonly [string, string, string] | null;
  /** How it is played. */
  hands: Hands;
  /** Whether what a scene says of it (`mechanic`) can be played: the first fault in words, or null. */
  parameters: FindBadParameters;
  /** By key: acts, captions, ends, and for each point .well / .badly / .better. */
  texts: Readonly<Record<string, string>>;
  /** The other two voices of `texts` and, as `sentence.0` to `sentence.2`, of `sentences`. Null: it says nothing. */
  voices: VoiceTable | null;
  /** Keys of the words around a drill (content/voices/drill.json) that stand in the summary of a debrief. */
  summary: {
    /** Came through, and yet not passed. */
    survived: string;
    /** Ended before its time, with nothing that kills. Null: not told apart. */
    unfinished: string | null;
  };
  /** Where its verdict has a course. */
  course: CourseWords | null;
}

const PLAIN = { survived: "survived", unfinished: null } as const;

const FACES: Readonly<Record<MechanicName, DrillFace>> = {
  evacuate: {
    subject: "evacuation",
    sentences: [
      "听到警报先动身，不收拾东西，走疏散楼梯，不乘电梯。",
      "开门前用手背试一试门温，走过以后随手把门关上。",
      "烟在上面，低下身子走；走不出去，就退回有窗的房间，关门堵缝等救援。",
    ],
    hands: WALKING,
    parameters: findBadEvacuation,
    texts: EVACUATE_TEXTS,
    voices: VoiceTable.parse(evacuate),
    summary: PLAIN,
    course: null,
  },
  resuscitate: {
    subject: "resuscitation",
    sentences: [
      "先看危险再靠近，拍肩喊话；没有反应就打 120，指定一个人去拿 AED。",
      "看呼吸不超过 10 秒，喘息不是呼吸；按胸口正中，每分钟 100–120 次，每次让胸口弹起。",
      "AED 到了就开机照做，放电前让所有人离开，放完马上接着按，一直到急救员接手。",
    ],
    hands: {
      keys: [
        { keys: "W A S D 或方向键", act: "走动；左右方向键转身" },
        { keys: "按住鼠标拖动", act: "转头看" },
        { keys: "E 和数字键", act: "做屏幕上列出的事：断电、喊话、打 120、用 AED" },
        { keys: "空格", act: "按压，按下去、松开，一下算一次" },
        { keys: "P", act: "暂停" },
      ],
      touches: [
        { keys: "左边拇指", act: "按住拖动，走动" },
        { keys: "右边拇指", act: "拖动，转头看" },
        { keys: "大按钮“按压”", act: "按下去、松开，一下算一次；静音也有看得见的节拍" },
        {
          keys: "用手机按",
          act: "屏幕朝上放在硬一点的坐垫中央，两手叠在手机上按；先照 5 厘米按 8 下校准。软垫上量不准厘米，只看快慢、停顿和深浅变化",
        },
      ],
    },
    parameters: findBadCare,
    texts: RESUSCITATE_TEXTS,
    voices: VoiceTable.parse(resuscitate),
    summary: { survived: "passed.handed-over", unfinished: "failed.unfinished" },
    course: RESUSCITATE_COURSE,
  },
  observe: {
    subject: "observation",
    sentences: null,
    hands: WALKING,
    parameters: takesNothing,
    texts: {},
    voices: null,
    summary: PLAIN,
    course: null,
  },
};

export const DRILL_FACES: readonly (readonly [name: string, face: DrillFace])[] = Object.entries(FACES);

const hasFace = (mechanic: string): mechanic is MechanicName => Object.hasOwn(FACES, mechanic);

/** The mechanic that a scene names. A scene that came from a later version can name one that is not known here. */
export function requireFace(mechanic: string): DrillFace {
  if (!hasFace(mechanic)) throw new DomainError("gone", "这个演练要用更新的程序，这里还打不开。", { mechanic });
  return FACES[mechanic];
}

/** Whether its mechanic is there and takes what the scene says of it: the first fault in words, or null. */
export function findBadParameters(scene: Scene): string | null {
  const { mechanic } = scene.meta;
  if (!hasFace(mechanic)) return `meta.mechanic ${mechanic} is not known; there are ${Object.keys(FACES).join(", ")}`;
  return FACES[mechanic].parameters(scene);
}
