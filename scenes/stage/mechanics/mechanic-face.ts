// A mechanic's own face on the stage. The stage draws by kind: instruments in the hands, actors among the people, marks
// on the plan, a room's things, words for those who do not see. What of each kind a mechanic brings stands in its folder
// (scenes/stage/mechanics/<name>/), in one MechanicFace that registry.ts knows by the mechanic's name; no other file of
// the stage names a mechanic.
//
// Every slot is asked for, so that a new mechanic's author sees them all; null says “nothing of this kind”, and the
// stage then shows what it shows of every scene. A slot reads the view, its own part by partOf(view, "<name>").
//
// Two kinds of slot, and a wall between them:
//   intent    createGuide: what the mechanic's state does to what the player intends (one who kneels down looks to the
//             chest). Called at each tick, before the next inputs are logged, whoever draws and whether anybody does.
//   drawing   all others. A drawing never changes an input: what it moves for the eye's sake (a view that turns
//             smoothly, an upright screen that looks lower) it adds to the picture alone.
// Acts of hands, keys and sensors become inputs by `acts` (act, actAt, sense), as the stage's own do. The run that is
// handed to what draws has no intent: it cannot turn the head.
import type { ComponentType } from "react";
import type { Prompt, View } from "../engine";
import type { Texts } from "../hud/words";
import type { Intent } from "../play/intent";
import type { Acts, Watched } from "../play/watched";
import type { Sound, StageSound } from "../sound/sound";
import type { CreateMechanicRoom } from "./mechanic-room";

export interface MechanicFace {
  /** What the player's hands work with: a panel, its prompts, its readings, what is held down. */
  readonly instrument: Instrument | null;
  /** People that it draws or poses itself; the stage draws the others. */
  readonly actors: ((view: View) => Actors) | null;
  /** Its marks on the plan, over the people and under the player. */
  readonly Marks: ComponentType<MarksProps> | null;
  /** What one perceives of it, in sentences, in the place of posture, air and doors. `facing`: a word such as 东北. */
  readonly readout: ((view: View, facing: string) => readonly string[]) | null;
  /** Makes what guides one run's intent. */
  readonly createGuide: (() => Guide) | null;
  /** Its things in the room, in a file of their own: three.js comes with the first-person stage alone. */
  readonly room: (() => Promise<CreateMechanicRoom>) | null;
  /** Captions that halt a walk on the untimed plan: something new to think over. */
  readonly news: readonly string[];
  /** The sounds that its captions make: the stage's by name, or its own as numbers. */
  readonly sounds: Readonly<Record<string, StageSound | Sound>>;
  /** It measures by the clock (a rhythm): a late picture then catches up rather than letting time go slower. */
  readonly byTheClock: boolean;
}

/** Called after each tick with its view; turns the intent where the mechanic's state does. */
export type Guide = (view: View, intent: Intent) => void;

export interface Actors {
  /** Drawn by the mechanic: left out of the crowd and of the people on the plan. */
  readonly own: readonly number[];
  /** Crouch, whatever the posture they walk in. */
  readonly crouched: readonly number[];
}

/** Stands at the foot of picture and plan; beside it the acts are equals, and posture and sight say nothing. */
export interface Instrument {
  readonly Panel: ComponentType<PanelProps>;
  /** Prompts that have a place of their own in the panel: they stand in no list. */
  takes(prompt: Prompt): boolean;
  /** The words of the foot line. */
  readings(view: View): readonly string[];
  createHold(acts: Acts): Hold;
}

/**
 * What hands hold down and let go: the space bar, a thumb, a mouse. `ms`: when by the page's clock (an event's
 * timeStamp), however late the page hears of it. On the untimed plan time runs from `down` until a moment after `up`.
 */
export interface Hold {
  down(ms: number): void;
  up(ms: number): void;
}

export interface PanelProps {
  session: Watched;
  /** For what somebody does: a click, a key, a sensor. Never while drawing. */
  acts: Acts;
  texts: Texts;
  hold: Hold;
  /** Over the picture; else on a page. */
  dark: boolean;
  touch: boolean;
  paused: boolean;
  /** Lets time go on for a moment, where it stands still by itself: for work that no Hold tells of (a sensor). */
  keepTime?(): void;
}

export interface MarksProps {
  session: Watched;
  /** Changes when it is to be drawn again. */
  tick: number;
}
