// How far a room's record is signed, and the reasons for which marking may go on without the rest.

export interface RoomRecordState {
  /** The exam's room. */
  id: string;
  roomId: string;
  name: string;
  candidates: number;
  signed: number;
  wanted: number;
  /** Two persons let marking go on without the missing signatures. */
  overridden: boolean;
}

export const lacksSignatures = ({ signed, wanted, overridden }: RoomRecordState): boolean =>
  signed < wanted && !overridden;

export const lackWords = (rooms: readonly RoomRecordState[]): string =>
  rooms.map(({ name, signed, wanted }) => `${name}考场记录已签 ${signed} 人，要 ${wanted} 人`).join("；");

export const OVERRIDE_REASONS = {
  "invigilator-away": "监考员不能到场签字",
  "signed-on-paper": "已在纸质考场记录上签字",
  "record-fault": "考场记录有误，系统里签不了",
} as const;
