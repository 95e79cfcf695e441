// The fire alarm (alarm.ts). Ticks.

export interface AlarmState {
  since: number;
  /** 0 silent, 1 set time, 2 detector, 3 by hand, 4 a neighbour's shout */ cause: number;
  raisedBy: number;
}
