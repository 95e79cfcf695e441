// Exit signs with the way that they tell (signs.ts).

export interface CompiledSign {
  portal: number;
  plane: number;
  region: number;
  room: number;
  x: number;
  y: number;
  nx: number;
  ny: number;
  double: boolean;
  lit: boolean;
}
